import {
  type BatchTask,
  type FinishedTask,
  makeDrafter,
  makeSampler,
  objectiveOf,
  trainingLength,
} from './batch-maker.js';
import { derivePlans, plainPlan } from './batch-plan.js';
import { sizeOfBatch } from './batch-sampler.js';
import { countDraws } from './draw-counts.js';
import { IN_BATCH_LIMIT } from './log-q.js';

/** Batches of the run that plans are derived from. */
const PLANNED_BATCHES = 128;

/**
 * Does what a phase needs before its first batch: counts the sampler's draws for log Q, and derives the
 * plans from the sizes of the first batches. Both follow from the task alone. `lengthGroups: false`
 * keeps the one plan without them.
 */
export function finishTask(
  task: BatchTask,
  drawCounts: Int32Array | null = countsOf(task),
  options: { readonly lengthGroups?: boolean } = {},
): FinishedTask {
  const { config, modelData, pinCount } = task;
  const maxLength = trainingLength(config);
  const { maxRows } = objectiveOf(config);
  const rows = config.batchUsers * maxRows;
  const { source, random, mask } = config.negatives;
  const drawn = source === 'inBatch' ? 0 : source === 'full' ? task.corpus.length : random;
  const plain = plainPlan({
    batchUsers: config.batchUsers,
    maxLength,
    maxRowsPerSequence: maxRows,
    maxPoolPins: rows + drawn,
    pinCount,
    maxUserPositives: mask === 'window' ? rows + IN_BATCH_LIMIT + drawn : rows,
  });
  const sample = makeSampler(task, drawCounts);
  const sizes = Array.from(
    { length: options.lengthGroups === false ? 0 : PLANNED_BATCHES },
    (_, step) => sizeOfBatch(sample(step), maxLength),
  );
  const plans = derivePlans(sizes, plain, maxLength, {
    ...config.model,
    embeddingWidth: modelData.embeddingWidth,
  });
  return { ...task, drawCounts, plans };
}

function countsOf(task: BatchTask): Int32Array | null {
  if (!task.config.negatives.logQ || task.config.negatives.source === 'full') return null;
  return countDraws(makeDrafter(task, 'count'), task.config.batchUsers, task.pinCount).counts;
}
