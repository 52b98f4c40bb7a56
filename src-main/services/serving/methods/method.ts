import type { ServingState } from '../serving-state.js';

/** One kind of question: plain parameters in, a plain answer with typed arrays out. */
export type ServingMethod<Params, Result> = (
  state: ServingState,
  params: Params,
  signal: AbortSignal,
) => Promise<Result>;
