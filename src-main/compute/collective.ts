/** The operator domain of collectives in a traced graph: they stay between graphs (lanes/stages). */
export const COLLECTIVES = 'collective';

export type CollectiveOp = 'AllGather' | 'ReduceScatter' | 'AllReduce';
