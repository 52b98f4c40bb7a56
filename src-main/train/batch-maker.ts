import type { BatchPlan } from '../model/batch-layout.js';
import type { ModelData } from '../model/config.js';
import { sequenceRule } from '../model/sequence.js';
import { BatchDrafter } from './batch-draft.js';
import { BatchSampler, type SampledBatch } from './batch-sampler.js';
import { type Batch, BatchWriter, type PinVectors } from './batch-writer.js';
import type { TrainConfig } from './config.js';
import { ExactDrawCounter, LogQ } from './log-q.js';
import { NegativeSampler } from './negatives.js';
import { makeObjective } from './objectives/registry.js';
import type { TrainingTimelines } from './training-timelines.js';

/** All that the batches of one phase depend on. Plain data over shared memory: threads get it as it is. */
export interface BatchTask {
  readonly config: TrainConfig;
  readonly modelData: ModelData;
  readonly timelines: TrainingTimelines;
  readonly pins: PinVectors;
  readonly pinCount: number;
  /** Pins that random negatives are drawn from. */
  readonly corpus: Int32Array;
  readonly seed: number;
  /** The phase: each has streams of its own. */
  readonly phase: string;
}

export interface FinishedTask extends BatchTask {
  /** Draws of each pin in the pre-pass; null without logQ correction. */
  readonly drawCounts: Int32Array | null;
  /** Lanes that a batch is dealt out to. */
  readonly lanes: number;
  /** Pieces of a lane's share. */
  readonly pieces: number;
  /** Cheapest first. */
  readonly plans: readonly BatchPlan[];
}

/** Most actions of a training sequence. */
export function trainingLength(config: TrainConfig): number {
  return Math.min(
    config.sampling.maxLength ?? config.model.sequenceLength,
    config.model.sequenceLength,
  );
}

export function objectiveOf(config: TrainConfig) {
  return makeObjective({
    objective: config.objective,
    windowDays: config.windowDays,
    positionsPerSequence: config.sampling.positivesPerSequence,
    sasrecPositions: config.sasrecPositions,
    e1Weight: config.e1Weight,
    maxLength: trainingLength(config),
  });
}

/** Draws the sequences and rows of a phase's batches; `stream` separates training from the pre-pass. */
export function makeDrafter(task: BatchTask, stream: 'train' | 'count'): BatchDrafter {
  const { config } = task;
  return new BatchDrafter(
    task.timelines,
    objectiveOf(config),
    sequenceRule(config.model, task.modelData),
    { ...config.sampling, batchUsers: config.batchUsers, maxLength: trainingLength(config) },
    task.seed,
    `${task.phase}/${stream}`,
  );
}

/** Draws whole batches of a phase, without shapes. */
export function makeSampler(
  task: BatchTask,
  drawCounts: Int32Array | null,
): (step: number) => SampledBatch {
  const { config, pinCount, corpus } = task;
  const logQ = drawCounts ? new LogQ(new ExactDrawCounter(drawCounts)) : undefined;
  const sampler = new BatchSampler(
    task.timelines,
    makeDrafter(task, 'train'),
    new NegativeSampler(pinCount, corpus, config.negatives, logQ),
    objectiveOf(config).weighting,
  );
  return step => sampler.sample(step);
}

/** Makes the batch of any step, in any order, on one thread. */
export function makeBatchMaker(task: FinishedTask): (step: number) => Batch {
  const sample = makeSampler(task, task.drawCounts);
  const writer = new BatchWriter({
    model: task.config.model,
    modelData: task.modelData,
    timelines: task.timelines,
    pins: task.pins,
    pinCount: task.pinCount,
    lanes: task.lanes,
    pieces: task.pieces,
    plans: task.plans,
    seed: task.seed,
    label: task.phase,
  });
  return step => writer.write(sample(step));
}
