import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { describeWriteFailure } from '../base/files.js';

/** Actions in source order, column by column: the form in which they reach a DatasetWriter. */
export interface ActionBlock {
  /** Rows 0 … length − 1 of every column count. */
  length: number;
  readonly user: Int32Array;
  readonly pin: Int32Array;
  readonly atMs: Float64Array;
  readonly type: Uint8Array;
  readonly surface: Uint8Array;
  /** 0 when unknown. */
  readonly durationSeconds: Float32Array;
  /** 1 or 0. */
  readonly positive: Uint8Array;
  /** NaN when unknown; kept in the Parquet parts only. */
  readonly rating: Float32Array;
}

export const BLOCK_ROWS = 65_536;
const ROW_BYTES = 8 + 4 + 4 + 4 + 4 + 1 + 1 + 1;

interface Block extends ActionBlock {
  readonly bytes: Uint8Array;
}

/** An empty block; its columns are views of one buffer, so that it is written in one piece. */
export function newActionBlock(rows = BLOCK_ROWS): ActionBlock {
  return blockOf(new ArrayBuffer(rows * ROW_BYTES), rows);
}

function blockOf(buffer: ArrayBuffer, rows: number): Block {
  return {
    length: 0,
    bytes: new Uint8Array(buffer),
    atMs: new Float64Array(buffer, 0, rows),
    user: new Int32Array(buffer, 8 * rows, rows),
    pin: new Int32Array(buffer, 12 * rows, rows),
    durationSeconds: new Float32Array(buffer, 16 * rows, rows),
    rating: new Float32Array(buffer, 20 * rows, rows),
    type: new Uint8Array(buffer, 24 * rows, rows),
    surface: new Uint8Array(buffer, 25 * rows, rows),
    positive: new Uint8Array(buffer, 26 * rows, rows),
  };
}

/**
 * A scratch file of action blocks: what is imported waits here, in constant memory, until the
 * timelines are built from it.
 */
export class StagedActions {
  readonly #path: string;
  readonly #descriptor: number;
  readonly #lengths: number[] = [];
  readonly #scratch = blockOf(new ArrayBuffer(BLOCK_ROWS * ROW_BYTES), BLOCK_ROWS);
  #closed = false;
  count = 0;

  constructor(path: string) {
    this.#path = path;
    this.#descriptor = openSync(path, 'wx+');
  }

  append(block: ActionBlock): void {
    if (block.length === 0) return;
    const staged = this.#scratch;
    for (const name of COLUMNS) staged[name].set(block[name].subarray(0, block.length) as never);
    try {
      let done = 0;
      const at = this.#lengths.length * staged.bytes.length;
      while (done < staged.bytes.length)
        done += writeSync(
          this.#descriptor,
          staged.bytes,
          done,
          staged.bytes.length - done,
          at + done,
        );
    } catch (error) {
      throw describeWriteFailure(this.#path, error);
    }
    this.#lengths.push(block.length);
    this.count += block.length;
  }

  /** All blocks in order; the yielded block is reused. */
  *blocks(): Generator<ActionBlock> {
    const block = blockOf(new ArrayBuffer(BLOCK_ROWS * ROW_BYTES), BLOCK_ROWS);
    for (const [index, length] of this.#lengths.entries()) {
      let done = 0;
      while (done < block.bytes.length) {
        const at = index * block.bytes.length + done;
        const read = readSync(this.#descriptor, block.bytes, done, block.bytes.length - done, at);
        if (read === 0) throw new Error(`internal: ${this.#path} is cut short`);
        done += read;
      }
      block.length = length;
      yield block;
    }
  }

  /** Harmless when repeated. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#descriptor);
    rmSync(this.#path, { force: true });
  }
}

const COLUMNS = [
  'user',
  'pin',
  'atMs',
  'type',
  'surface',
  'durationSeconds',
  'positive',
  'rating',
] as const;
