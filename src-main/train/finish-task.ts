import {
  type BatchTask,
  type FinishedTask,
  makeDrafter,
  makeSampler,
  objectiveOf,
  trainingLength,
} from './batch-maker.js';
import { BatchDealer, piecesFor, sizeOfPart } from './batch-parts.js';
import { type BatchSize, derivePlans, plainPlan } from './batch-plan.js';
import { countDraws } from './draw-counts.js';
import { IN_BATCH_LIMIT } from './log-q.js';

/** Batches of the run that plans are derived from. */
const PLANNED_BATCHES = 128;

/**
 * Does what a phase needs before its first batch: counts the sampler's draws for log Q, and derives the
 * plans from the sizes of the first batches. Both follow from the task and the lanes (1 when left out)
 * alone. `lengthGroups: false` keeps the one plan without them.
 */
export function finishTask(
  task: BatchTask,
  drawCounts: Int32Array | null = countsOf(task),
  options: {
    readonly lengthGroups?: boolean;
    readonly lanes?: number | undefined;
    readonly pieces?: number;
  } = {},
): FinishedTask {
  const { config, modelData, pinCount } = task;
  const lanes = options.lanes ?? 1;
  const pieces = options.pieces ?? piecesFor(config, lanes);
  const maxLength = trainingLength(config);
  const { maxRows } = objectiveOf(config);
  const rows = config.batchUsers * maxRows;
  const { source, random, mask } = config.negatives;
  const drawn = source === 'inBatch' ? 0 : source === 'full' ? task.corpus.length : random;
  const plain = plainPlan({
    lanes,
    pieces,
    batchUsers: config.batchUsers,
    maxLength,
    maxRowsPerSequence: maxRows,
    maxPoolPins: rows + drawn,
    pinCount,
    maxUserPositives: mask === 'window' ? rows + IN_BATCH_LIMIT + drawn : rows,
  });
  const sample = makeSampler(task, drawCounts);
  const dealer = new BatchDealer(task.timelines, pinCount, lanes, pieces);
  const planned = options.lengthGroups === false ? 0 : PLANNED_BATCHES;
  const sizes = Array.from({ length: planned }, (_, step) =>
    dealer.deal(sample(step)).map(part => sizeOfPart(part, maxLength)),
  ).map(largest);
  const plans = derivePlans(sizes, plain, maxLength, {
    ...config.model,
    embeddingWidth: modelData.embeddingWidth,
  });
  return { ...task, drawCounts, lanes, pieces, plans };
}

function countsOf(task: BatchTask): Int32Array | null {
  if (!task.config.negatives.logQ || task.config.negatives.source === 'full') return null;
  return countDraws(makeDrafter(task, 'count'), task.config.batchUsers, task.pinCount).counts;
}

/** What fits every piece of a batch. */
function largest(parts: readonly BatchSize[]): BatchSize {
  const most = (of: (part: BatchSize) => number) => Math.max(...parts.map(of));
  const [first] = parts;
  return {
    sequences: (first?.sequences ?? []).map((_, group) => most(part => part.sequences[group] ?? 0)),
    queries: (first?.queries ?? []).map((_, group) => most(part => part.queries[group] ?? 0)),
    rows: most(part => part.rows),
    poolPins: most(part => part.poolPins),
    inputPins: most(part => part.inputPins),
    userPositives: most(part => part.userPositives),
  };
}
