import { openWorkspace } from '../../data/workspace.js';
import type { TargetProtocol } from '../../evaluate/targets.js';
import {
  evaluateOnce,
  type OnceEvaluation,
  type RankingProtocol,
} from '../../simulate/evaluate-once.js';
import { type OpenRunsRequest, withOpenedRuns } from '../opened-runs.js';
import { logTestRead } from '../test-reads.js';
import type { Job } from './job.js';

export interface EvaluateParams extends OpenRunsRequest {
  readonly workspaceFolder: string;
  readonly rankings: readonly RankingProtocol[];
  readonly targets: readonly TargetProtocol[];
  /** k of recall, hit rate and NDCG. */
  readonly k: number;
  readonly indexPins?: number | undefined;
  readonly seed: number;
}

export interface EvaluateReport {
  readonly users: 'validation' | 'test';
  readonly evaluations: readonly OnceEvaluation[];
}

/** Measures one embedding a user at t under named protocols. */
export const evaluateJob: Job<EvaluateParams, EvaluateReport> = async (params, context) => {
  const workspace = await openWorkspace(params.workspaceFolder);
  return withOpenedRuns(workspace, params, context, async opened => {
    const { dataset, device, users } = opened;
    const evaluations: OnceEvaluation[] = [];
    const total = opened.runs.length * params.targets.length * params.rankings.length;
    for (const run of opened.runs)
      for (const targets of params.targets)
        for (const ranking of params.rankings) {
          const done = evaluations.length;
          context.onProgress?.({ stage: `evaluating ${run.run}`, done, total, unit: 'protocols' });
          const { k, indexPins, seed } = params;
          const request = { device, dataset, run, users, ranking, targets, k, indexPins, seed };
          evaluations.push(await evaluateOnce(request, context));
        }
    if (params.users === 'test')
      await logTestRead(workspace, opened.models, {
        command: 'evaluate',
        cadences: ['once'],
        users: evaluations[0]?.users ?? 0,
      });
    return { users: params.users, evaluations };
  });
};
