import type { RunModel } from '../train/run-store.js';

/** Where numbers of a run come from: what stands in the JSON beside every file made of it. */
export function runOrigin(model: RunModel): Record<string, unknown> {
  return {
    run: model.run,
    phase: model.phase,
    checkpointSha256: model.checkpointSha256,
    step: model.step,
    dataset: model.dataset,
    contentHash: model.contentHash,
    trainedUntil: new Date(model.atMs).toISOString(),
    config: model.config,
  };
}
