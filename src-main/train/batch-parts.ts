import type { BatchDraft } from './batch-draft.js';
import { type BatchSize, groupLengths } from './batch-plan.js';
import type { SampledBatch } from './batch-sampler.js';
import type { TrainConfig } from './config.js';
import type { TrainingTimelines } from './training-timelines.js';

/** Below this many sequences a lane's part is too small to be worth a lane. */
const LEAST_SEQUENCES = 8;

/** One piece of a lane's share of a batch: some of its sequences with their rows, and the whole pool. */
export interface BatchPart extends SampledBatch {
  readonly lane: number;
  readonly piece: number;
  /** Distinct pins of the piece's sequences. */
  readonly inputPins: Int32Array;
}

/** Lanes for batches of so many sequences: one a thread, as far as their parts stay large enough. */
export function lanesFor(threads: number, batchUsers: number): number {
  return Math.max(1, Math.min(threads, Math.floor(batchUsers / LEAST_SEQUENCES)));
}

/**
 * Floats that a training holds for each position and layer of what is computed at once, in units of H:
 * activations that the backward pass reads, their gradients, and what its programs keep between steps.
 * Measured as what a layer, a user or a channel adds to the peak (bench train-memory).
 */
export const HELD_A_POSITION = 62;
/** Memory for that of the pieces that are computed at once, one a lane. */
const HELD_BYTES = 850e6;
/** Fewer sequences make products so small that they are slow. */
const LEAST_OF_PIECE = 4;

/**
 * Pieces of a lane's share: so many that what one piece in every lane holds stays within 850 MB, and a
 * power of two, since batches mostly have sizes that it divides. One where a table is learned, whose
 * gradient is not added up.
 */
export function piecesFor(
  { model, batchUsers }: Pick<TrainConfig, 'model' | 'batchUsers'>,
  lanes: number,
): number {
  if (model.pinInput === 'learned') return 1;
  const { sequenceLength, layers, hidden } = model;
  const ofSequence = 4 * HELD_A_POSITION * sequenceLength * layers * hidden;
  const most = Math.max(LEAST_OF_PIECE, Math.floor(HELD_BYTES / (lanes * ofSequence)));
  const enough = Math.ceil(batchUsers / lanes) / most;
  return 2 ** Math.max(0, Math.ceil(Math.log2(enough)));
}

/** Deals batches out to lanes and their pieces. Serves one thread. */
export class BatchDealer {
  readonly #timelines: TrainingTimelines;
  readonly #lanes: number;
  readonly #pieces: number;
  readonly #seen: Uint8Array;

  constructor(timelines: TrainingTimelines, pinCount: number, lanes: number, pieces: number) {
    this.#timelines = timelines;
    this.#lanes = lanes;
    this.#pieces = pieces;
    this.#seen = new Uint8Array(pinCount);
  }

  /**
   * The pieces of lane 0, then those of lane 1 and so on. Sequences, which stand longest first, are dealt
   * there and back (0 1 1 0 0 1 …), so that all have as many of every length.
   */
  deal(batch: SampledBatch): BatchPart[] {
    const count = batch.draft.user.length;
    const parts = this.#lanes * this.#pieces;
    return Array.from({ length: parts }, (_, index) => {
      const own: number[] = [];
      for (let i = 0; i < count; i++) if (dealtTo(i, parts) === index) own.push(i);
      const part = parts === 1 ? batch : partOf(batch, own);
      const lane = Math.floor(index / this.#pieces);
      const piece = index % this.#pieces;
      return { ...part, lane, piece, inputPins: this.#inputPins(part.draft) };
    });
  }

  #inputPins(draft: BatchDraft): Int32Array {
    const found: number[] = [];
    for (let i = 0; i < draft.user.length; i++)
      for (let action = draft.start[i]!; action < draft.end[i]!; action++) {
        const pin = this.#timelines.pin[action]!;
        if (this.#seen[pin] === 1) continue;
        this.#seen[pin] = 1;
        found.push(pin);
      }
    for (const pin of found) this.#seen[pin] = 0;
    return Int32Array.from(found);
  }
}

function dealtTo(sequence: number, parts: number): number {
  const place = sequence % (2 * parts);
  return place < parts ? place : 2 * parts - 1 - place;
}

function partOf(batch: SampledBatch, sequences: readonly number[]): SampledBatch {
  const { draft, pool } = batch;
  const placeOf = new Map(sequences.map((sequence, place) => [sequence, place]));
  const rows = Array.from(draft.rowSequence.keys()).filter(row =>
    placeOf.has(draft.rowSequence[row]!),
  );
  const ofSequences = (values: Int32Array) =>
    Int32Array.from(sequences, sequence => values[sequence]!);
  const integers = (values: Int32Array) => Int32Array.from(rows, row => values[row]!);
  const floats = (values: Float32Array) => Float32Array.from(rows, row => values[row]!);
  return {
    ...batch,
    draft: {
      user: ofSequences(draft.user),
      start: ofSequences(draft.start),
      end: ofSequences(draft.end),
      rowSequence: Int32Array.from(rows, row => placeOf.get(draft.rowSequence[row]!)!),
      rowAction: integers(draft.rowAction),
      rowPin: integers(draft.rowPin),
    },
    pool: {
      ...pool,
      rowTarget: integers(pool.rowTarget),
      rowTargetBias: floats(pool.rowTargetBias),
    },
    userOfSequence: ofSequences(batch.userOfSequence),
    rowWeight: floats(batch.rowWeight),
    queries: ofSequences(batch.queries),
  };
}

/** How much of everything a piece of a batch needs, for deriving plans. */
export function sizeOfPart(part: BatchPart, maxLength: number): BatchSize {
  const lengths = groupLengths(maxLength);
  const sequences = lengths.map(() => 0);
  const queries = lengths.map(() => 0);
  for (let i = 0; i < part.draft.user.length; i++) {
    const length = part.draft.end[i]! - part.draft.start[i]!;
    let group = 0;
    while (group + 1 < lengths.length && length <= lengths[group + 1]!) group++;
    sequences[group]! += 1;
    queries[group] = Math.max(queries[group]!, part.queries[i]!);
  }
  return {
    sequences,
    queries,
    rows: part.draft.rowPin.length,
    poolPins: part.pool.pins.length,
    inputPins: part.inputPins.length,
    userPositives: part.pool.byUser.reduce(
      (most, { columns }) => Math.max(most, columns.length),
      0,
    ),
  };
}
