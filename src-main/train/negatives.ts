import type { Rng } from '../base/rng.js';
import { MASKED } from '../model/batch-layout.js';
import { IN_BATCH_LIMIT, type LogQ, type PoolSize } from './log-q.js';

export type NegativeSource = 'inBatch' | 'random' | 'mixed' | 'full';

export interface NegativeOptions {
  /** `full` scores against the whole corpus, once each, without Q: the oracle of the others. */
  readonly source: NegativeSource;
  /** Random negatives, drawn uniformly with replacement from the corpus. */
  readonly random: number;
  /** Whether the logit of a row's own positive is corrected by its log Q too (eq. 2). */
  readonly positiveLogQ: 'corrected' | 'uncorrected';
  /** `batch` masks what Figure 5 masks; `window` every positive that the user has in training time. */
  readonly mask: 'batch' | 'window';
}

/** The loss rows of a batch: the batch's user of each, 0 … users − 1, and its positive pin. */
export interface PositiveRows {
  readonly users: number;
  readonly user: ArrayLike<number>;
  readonly pin: ArrayLike<number>;
  /** All positive pins of a user in training time, repeats allowed; read by `mask: window` only. */
  readonly positivesOf?: (user: number) => ArrayLike<number>;
}

/** Pool columns whose bias differs for the rows of one user. */
export interface UserColumns {
  readonly columns: readonly number[];
  readonly biases: readonly number[];
}

/**
 * One merged pool of negatives. Each distinct pin is one column: n copies with equal logits are one
 * with log n added, exactly. A row's own column stands for its positive and is replaced in its row.
 */
export interface NegativePool {
  readonly pins: Int32Array;
  /** log(copies) − log Q; MASKED for a column that only its own rows use. */
  readonly bias: Float32Array;
  readonly rowTarget: Int32Array;
  /** −log Q of the row's positive, or 0. */
  readonly rowTargetBias: Float32Array;
  /** Of every user: what is added to a column's bias so that it counts the copies left to that user. */
  readonly byUser: readonly UserColumns[];
}

/**
 * Draws and merges the pools of a batch (PinnerFormer §3.3.1, A.3, Figure 5). Scratch arrays are kept
 * between batches; one instance serves one thread.
 */
export class NegativeSampler {
  readonly #corpus: Int32Array;
  readonly #options: NegativeOptions;
  readonly #logQ: LogQ | undefined;
  readonly #columnOf: Int32Array;

  constructor(
    pinCount: number,
    corpus: Int32Array,
    options: NegativeOptions,
    logQ: LogQ | undefined,
  ) {
    this.#corpus = corpus;
    this.#options = options;
    this.#logQ = options.source === 'full' ? undefined : logQ;
    this.#columnOf = new Int32Array(pinCount).fill(-1);
  }

  draw(rows: PositiveRows, rng: Rng): NegativePool {
    const { source } = this.#options;
    const pins: number[] = [];
    const columnFor = (pin: number): number => {
      const known = this.#columnOf[pin]!;
      if (known >= 0) return known;
      this.#columnOf[pin] = pins.length;
      return pins.push(pin) - 1;
    };
    try {
      const rowCount = rows.pin.length;
      const rowTarget = new Int32Array(rowCount);
      for (let row = 0; row < rowCount; row++) rowTarget[row] = columnFor(rows.pin[row]!);
      const isInPool =
        source === 'inBatch' || source === 'mixed' ? inBatchRows(rowCount, rng) : undefined;
      const random: number[] = [];
      if (source === 'full') for (const pin of this.#corpus) random.push(columnFor(pin));
      else if (source !== 'inBatch')
        for (let i = 0; i < this.#options.random; i++)
          random.push(columnFor(this.#corpus[rng.int(this.#corpus.length)]!));

      const inBatchCopies = new Int32Array(pins.length);
      if (isInPool)
        for (let row = 0; row < rowCount; row++)
          if (isInPool[row]) inBatchCopies[rowTarget[row]!]! += 1;
      const copies = inBatchCopies.slice();
      for (const column of random) copies[column]! += 1;

      const logQ = this.#logQOf(pins, rows);
      const bias = new Float32Array(pins.length);
      for (let column = 0; column < pins.length; column++)
        bias[column] =
          copies[column] === 0 ? MASKED : Math.log(copies[column]!) - (logQ?.[column] ?? 0);
      const rowTargetBias = new Float32Array(rowCount);
      if (logQ && this.#options.positiveLogQ === 'corrected')
        for (let row = 0; row < rowCount; row++) rowTargetBias[row] = -logQ[rowTarget[row]!]!;

      const byUser =
        source === 'full'
          ? Array.from({ length: rows.users }, () => ({ columns: [], biases: [] }))
          : this.#maskByUser(rows, rowTarget, isInPool, inBatchCopies, copies);
      return { pins: Int32Array.from(pins), bias, rowTarget, rowTargetBias, byUser };
    } finally {
      for (const pin of pins) this.#columnOf[pin] = -1;
    }
  }

  #logQOf(pins: readonly number[], rows: PositiveRows): Float64Array | undefined {
    const logQ = this.#logQ;
    if (!logQ) return undefined;
    const { source, random } = this.#options;
    const size: PoolSize = {
      rows: source === 'random' ? 0 : rows.pin.length,
      users: rows.users,
      random: source === 'inBatch' ? 0 : random,
      corpus: this.#corpus.length,
    };
    // A batch of one user has no in-batch negatives at all; its columns are masked, any Q will do.
    return Float64Array.from(pins, pin =>
      Math.log(logQ.expectedCopies(pin, size) || Number.MIN_VALUE),
    );
  }

  /**
   * Figure 5, for the rows of one user: the user's own rows leave the pool, and random copies of the
   * user's positives do. Copies of those pins that other users brought stay. With `mask: window` no
   * copy of any positive of the user stays.
   */
  #maskByUser(
    rows: PositiveRows,
    rowTarget: Int32Array,
    isInPool: Uint8Array | undefined,
    inBatchCopies: Int32Array,
    copies: Int32Array,
  ): UserColumns[] {
    const ownCopies: Map<number, number>[] = Array.from({ length: rows.users }, () => new Map());
    for (let row = 0; row < rowTarget.length; row++) {
      const own = ownCopies[rows.user[row]!]!;
      const column = rowTarget[row]!;
      own.set(column, (own.get(column) ?? 0) + (isInPool?.[row] ? 1 : 0));
    }
    return ownCopies.map((own, user) => {
      const columns: number[] = [];
      const biases: number[] = [];
      if (this.#options.mask === 'window') {
        const masked = new Set(own.keys());
        const positives = rows.positivesOf?.(user) ?? [];
        for (let i = 0; i < positives.length; i++) {
          const column = this.#columnOf[positives[i]!]!;
          if (column >= 0) masked.add(column);
        }
        for (const column of masked)
          if (copies[column]! > 0) own.set(column, inBatchCopies[column]!);
      }
      for (const [column, ownCount] of own) {
        if (copies[column] === 0) continue;
        const left = inBatchCopies[column]! - ownCount;
        if (left === copies[column]) continue;
        columns.push(column);
        biases.push(left === 0 ? MASKED : Math.log(left) - Math.log(copies[column]!));
      }
      return { columns, biases };
    });
  }
}

/** 1 for each row whose positive joins the pool: all, or a random subset of 5000 of them. */
function inBatchRows(rowCount: number, rng: Rng): Uint8Array {
  const isInPool = new Uint8Array(rowCount);
  if (rowCount <= IN_BATCH_LIMIT) return isInPool.fill(1);
  for (let row = 0, chosen = 0; chosen < IN_BATCH_LIMIT; row++)
    if (rng.int(rowCount - row) < IN_BATCH_LIMIT - chosen) {
      isInPool[row] = 1;
      chosen++;
    }
  return isInPool;
}
