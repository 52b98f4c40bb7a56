import { Rng } from '../base/rng.js';
import { type HostArray, newArray } from '../compute/program.js';
import { type BatchPlan, MASKED, seenByPiece } from '../model/batch-layout.js';
import type { ModelConfig, ModelData } from '../model/config.js';
import { dropoutSpecs, writeDropout } from '../model/dropout.js';
import { type SequenceTarget, writeSequenceFeatures } from '../model/features.js';
import { trainBatchSpecs } from '../model/train-step.js';
import { BatchDealer, type BatchPart } from './batch-parts.js';
import { type Needs, type Placement, placeBatch } from './batch-placement.js';
import { isNewPosition, type SampledBatch } from './batch-sampler.js';
import type { TrainingTimelines } from './training-timelines.js';

/** A batch in the shapes of one plan, ready for the train step. Its arrays can be transferred. */
export interface Batch {
  readonly step: number;
  /** Index into the plans. */
  readonly plan: number;
  /** One a lane. */
  readonly parts: readonly Record<string, HostArray>[];
  /** Real actions among all positions of the sequences. */
  readonly tokens: number;
  readonly sequences: number;
}

export interface PinVectors {
  /** E. */
  readonly width: number;
  /** [pins, E] row-major. */
  readonly values: Float32Array;
}

/** What a writer reads; all of it may be shared between threads. */
export interface WriterSources {
  readonly model: ModelConfig;
  readonly modelData: ModelData;
  readonly timelines: TrainingTimelines;
  readonly pins: PinVectors;
  readonly pinCount: number;
  readonly lanes: number;
  /** Of each lane. */
  readonly pieces: number;
  /** Cheapest first. */
  readonly plans: readonly BatchPlan[];
  /** Seed and label of the dropout masks. */
  readonly seed: number;
  readonly label: string;
}

/**
 * Writes sampled batches into the inputs of a train step that the batch decides: batch-layout and the
 * dropout masks. Serves one thread.
 */
export class BatchWriter {
  readonly #sources: WriterSources;
  readonly #dealer: BatchDealer;
  readonly #rowOfPin: Int32Array;

  constructor(sources: WriterSources) {
    this.#sources = sources;
    const { timelines, pinCount, lanes, pieces } = sources;
    this.#dealer = new BatchDealer(timelines, pinCount, lanes, pieces);
    this.#rowOfPin = new Int32Array(pinCount);
  }

  /** Chooses the first plan, cheapest first, into which all pieces of the batch fit, and writes them. */
  write(batch: SampledBatch): Batch {
    const pieces = this.#dealer.deal(batch);
    const needs = pieces.map(needsOf);
    for (const [index, plan] of this.#sources.plans.entries()) {
      const placements = needs.map(each => placeBatch(plan, each));
      if (!placements.every(placement => placement !== null)) continue;
      const lengths = needs.flatMap(each => each.lengths);
      return {
        step: batch.step,
        plan: index,
        parts: this.#fill(pieces, plan, placements as Placement[]),
        tokens: lengths.reduce((sum, length) => sum + length, 0),
        sequences: lengths.length,
      };
    }
    throw new Error(`internal: batch ${batch.step} fits no plan (${JSON.stringify(needs)})`);
  }

  /** Arrays of every lane. */
  #fill(
    pieces: readonly BatchPart[],
    plan: BatchPlan,
    placements: readonly Placement[],
  ): Record<string, HostArray>[] {
    const { model, modelData, seed, label } = this.#sources;
    const specs = { ...trainBatchSpecs(model, modelData, plan), ...dropoutSpecs(model, plan) };
    const lanes = Array.from({ length: plan.lanes }, () =>
      Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, newArray(spec)])),
    );
    pieces.forEach((part, index) => {
      const { lane, piece, step } = part;
      const arrays = seenByPiece(plan, piece, lanes[lane]!);
      const placement = placements[index]!;
      if (piece === 0) this.#writeLane(part, plan, arrays);
      this.#writePins(part, arrays);
      this.#writeSequences(part, plan, placement, arrays);
      writeRows(part, plan, placement, arrays);
      writePositives(part, plan, placement, arrays);
      writeDropout(model, plan, Rng.derive(seed, label, 'dropout', step, index), arrays);
    });
    return lanes;
  }

  /** Its number, its stretch of the pool and the biases of the whole. */
  #writeLane({ lane, pool }: BatchPart, plan: BatchPlan, arrays: Record<string, HostArray>): void {
    arrays.lane?.fill(lane);
    arrays.poolBias!.fill(MASKED).set(pool.bias);
    const stretch = plan.poolPins / plan.lanes;
    const first = lane * stretch;
    this.#put(pool.pins.subarray(first, first + stretch), arrays.pool, arrays.poolIds);
  }

  #put(pins: Int32Array, vectors?: HostArray, ids?: HostArray): void {
    const { width, values } = this.#sources.pins;
    pins.forEach((pin, row) => {
      vectors?.set(values.subarray(pin * width, (pin + 1) * width), row * width);
      if (ids) ids[row] = pin;
    });
  }

  /** The pins of the piece's sequences. */
  #writePins(part: BatchPart, arrays: Record<string, HostArray>): void {
    this.#put(part.inputPins, arrays.pins, arrays.pinIds);
    part.inputPins.forEach((pin, row) => {
      this.#rowOfPin[pin] = row;
    });
  }

  #writeSequences(
    { draft }: SampledBatch,
    plan: BatchPlan,
    placement: Placement,
    arrays: Record<string, HostArray>,
  ): void {
    const { timelines } = this.#sources;
    const targets = plan.groups.map((_, group) => {
      const array = (name: string) => arrays[`g${group}.${name}`];
      return {
        type: array('type'),
        surface: array('surface'),
        scalars: array('scalars'),
        phases: array('phases'),
        count: array('count'),
      } as SequenceTarget;
    });
    const actions = new Int32Array(Math.max(...plan.groups.map(group => group.length)));
    for (let i = 0; i < draft.user.length; i++) {
      const group = placement.group[i]!;
      const slot = placement.slot[i]!;
      const { length } = plan.groups[group]!;
      const start = draft.start[i]!;
      const count = draft.end[i]! - start;
      for (let k = 0; k < count; k++) actions[k] = start + k;
      writeSequenceFeatures(timelines, actions, count, length, slot, targets[group]!);
      const pins = arrays[`g${group}.pin`]!;
      const last = (slot + 1) * length - count;
      for (let k = 0; k < count; k++) pins[last + k] = this.#rowOfPin[timelines.pin[start + k]!]!;
    }
  }
}

function needsOf(part: BatchPart): Needs & { readonly lengths: number[] } {
  const { draft, pool, queries } = part;
  return {
    lengths: Array.from(draft.end, (end, i) => end - draft.start[i]!),
    queries,
    rows: draft.rowPin.length,
    poolPins: pool.pins.length,
    inputPins: part.inputPins.length,
    userPositives: Math.max(0, ...pool.byUser.map(({ columns }) => columns.length)),
  };
}

/** Query columns of each sequence and the rows that read them. */
function writeRows(
  { draft, pool, rowWeight }: SampledBatch,
  plan: BatchPlan,
  placement: Placement,
  arrays: Record<string, HostArray>,
): void {
  const firstQuery: number[] = [];
  const firstUser: number[] = [];
  let querySlots = 0;
  let userSlots = 0;
  plan.groups.forEach(({ users, length, queries }, group) => {
    firstQuery.push(querySlots);
    firstUser.push(userSlots);
    querySlots += users * queries;
    userSlots += users;
    arrays[`g${group}.query`]!.fill(length - 1);
  });
  let query = -1;
  for (let row = 0; row < draft.rowPin.length; row++) {
    const sequence = draft.rowSequence[row]!;
    const group = placement.group[sequence]!;
    const slot = placement.slot[sequence]!;
    const { length, queries } = plan.groups[group]!;
    if (row === 0 || draft.rowSequence[row - 1] !== sequence) query = -1;
    if (isNewPosition(draft, row)) query++;
    arrays[`g${group}.query`]![slot * queries + query] =
      length - (draft.end[sequence]! - draft.rowAction[row]!);
    arrays.rowSlot![row] = firstQuery[group]! + slot * queries + query;
    arrays.rowUser![row] = firstUser[group]! + slot;
  }
  arrays.rowTarget!.set(pool.rowTarget);
  arrays.rowTargetBias!.set(pool.rowTargetBias);
  arrays.rowWeight!.set(rowWeight);
}

/** What each sequence's user has masked in the pool. */
function writePositives(
  { pool, userOfSequence }: SampledBatch,
  plan: BatchPlan,
  placement: Placement,
  arrays: Record<string, HostArray>,
): void {
  const firstUser = plan.groups.map((_, group) =>
    plan.groups.slice(0, group).reduce((sum, { users }) => sum + users, 0),
  );
  userOfSequence.forEach((user, sequence) => {
    const slot = firstUser[placement.group[sequence]!]! + placement.slot[sequence]!;
    const { columns, biases } = pool.byUser[user]!;
    arrays.userPositive!.set(columns, slot * plan.userPositives);
    arrays.userPositiveBias!.set(biases, slot * plan.userPositives);
  });
}
