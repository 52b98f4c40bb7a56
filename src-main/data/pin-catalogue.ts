import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describeWriteFailure } from '../base/files.js';
import { IdIndex } from './id-index.js';
import type { Manifest } from './manifest.js';
import { ColumnFile, type ColumnSource, writeColumnFile } from './shards.js';
import { lazyStrings, stringSources } from './string-column.js';

/** What a pins file or a generator knows of a pin; absent fields are unknown. */
export interface PinDescription {
  readonly title?: string;
  readonly interests?: readonly string[];
  readonly url?: string;
  readonly image?: string;
  readonly lat?: number;
  readonly lon?: number;
  readonly embedding?: Float32Array;
}

const PIECE_ROWS = 4096;

/**
 * The pins of a data set while it is being written: index by id, titles, interests and, in a scratch
 * file, embeddings. Indexes are given in order of first appearance and never change afterwards.
 */
export class PinCatalogue {
  readonly #index = new IdIndex();
  readonly #titles: string[] = [];
  readonly #interests: Int32Array[] = [];
  readonly #described: boolean[] = [];
  readonly #interestNames = new IdIndex();
  readonly #embedded: boolean[] = [];
  #descriptor: number | undefined;
  #firstAtMs = new Float64Array(1024).fill(Number.POSITIVE_INFINITY);
  #earlier: { folder: string; columns: Manifest['columns']; count: number } | undefined;

  /** `scratch` is the file in which embeddings wait; a width of 0 means that there are none. */
  constructor(
    private readonly scratch: string,
    private readonly embeddingWidth: number,
  ) {}

  /** Takes over the pins of the generation before. */
  load(folder: string, manifest: Manifest): void {
    const file = ColumnFile.open(join(folder, manifest.columns.pins.file));
    try {
      const ids = lazyStrings(file, 'id');
      const titles = lazyStrings(file, 'title');
      const names = lazyStrings(file, 'interestName');
      const offsets = file.read('interestOffsets', 'u32');
      const interests = file.read('interests', 'i32');
      const described = file.read('described', 'u8');
      const firstAtMs = file.read('firstAtMs', 'f64');
      for (let i = 0; i < names.length; i++) this.#interestNames.indexOf(names.at(i));
      for (let i = 0; i < ids.length; i++) {
        const index = this.indexOf(ids.at(i));
        this.#titles[index] = titles.at(i);
        this.#interests[index] = interests.slice(offsets[i]!, offsets[i + 1]!);
        this.#described[index] = described[i] === 1;
        this.seen(index, firstAtMs[i]!);
      }
      this.#earlier = { folder, columns: manifest.columns, count: ids.length };
    } finally {
      file.close();
    }
  }

  get ids(): readonly string[] {
    return this.#index.ids;
  }

  get count(): number {
    return this.#index.count;
  }

  /** Pins that have at least one action. */
  get engaged(): number {
    let engaged = 0;
    for (let i = 0; i < this.count; i++)
      if (this.#firstAtMs[i] !== Number.POSITIVE_INFINITY) engaged++;
    return engaged;
  }

  get hasInterests(): boolean {
    return this.#interestNames.count > 0;
  }

  get hasTitles(): boolean {
    return this.#titles.some(title => title !== '');
  }

  /** Index of a pin, new for a new id. */
  indexOf(id: string): number {
    const index = this.#index.indexOf(id);
    const isNew = index === this.#titles.length;
    if (isNew) {
      this.#titles.push('');
      this.#interests.push(NO_INTERESTS);
      this.#described.push(false);
      this.#embedded.push(false);
      if (index >= this.#firstAtMs.length) {
        const grown = new Float64Array(this.#firstAtMs.length * 2).fill(Number.POSITIVE_INFINITY);
        grown.set(this.#firstAtMs);
        this.#firstAtMs = grown;
      }
    }
    return index;
  }

  isDescribed(index: number): boolean {
    return this.#described[index] === true;
  }

  seen(index: number, atMs: number): void {
    if (atMs < this.#firstAtMs[index]!) this.#firstAtMs[index] = atMs;
  }

  describe(index: number, description: PinDescription): void {
    this.#described[index] = true;
    this.#titles[index] = description.title ?? '';
    const interests = new Set(description.interests ?? []);
    this.#interests[index] = Int32Array.from(interests, name => this.#interestNames.indexOf(name));
    if (description.embedding) this.#embed(index, description.embedding);
  }

  /** Writes pins.col and, when there are embeddings, embeddings.col; frees the scratch file. */
  async write(
    folder: string,
    prefix: string,
  ): Promise<Pick<Manifest['columns'], 'pins' | 'embeddings'>> {
    const offsets = new Uint32Array(this.count + 1);
    for (let i = 0; i < this.count; i++) offsets[i + 1] = offsets[i]! + this.#interests[i]!.length;
    const interests = new Int32Array(offsets[this.count]!);
    for (let i = 0; i < this.count; i++) interests.set(this.#interests[i]!, offsets[i]!);
    const pins = await writeColumnFile(join(folder, `${prefix}pins.col`), [
      ...stringSources('id', this.ids),
      ...stringSources('title', this.#titles),
      ...stringSources('interestName', this.#interestNames.ids),
      { name: 'interestOffsets', type: 'u32', length: offsets.length, values: offsets },
      { name: 'interests', type: 'i32', length: interests.length, values: interests },
      {
        name: 'described',
        type: 'u8',
        length: this.count,
        values: Uint8Array.from(this.#described, Number),
      },
      {
        name: 'firstAtMs',
        type: 'f64',
        length: this.count,
        values: this.#firstAtMs.subarray(0, this.count),
      },
    ]);
    const named = (file: string, sha256: string) => ({ file: `${prefix}${file}`, sha256 });
    const width = this.embeddingWidth;
    if (width === 0) return { pins: named('pins.col', pins.sha256), embeddings: null };
    const source: ColumnSource = {
      name: 'values',
      type: 'f32',
      length: this.count * width,
      values: this.#embeddingPieces(),
    };
    const embeddings = await writeColumnFile(join(folder, `${prefix}embeddings.col`), [source]);
    return {
      pins: named('pins.col', pins.sha256),
      embeddings: named('embeddings.col', embeddings.sha256),
    };
  }

  close(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
    rmSync(this.scratch, { force: true });
  }

  #embed(index: number, embedding: Float32Array): void {
    if (embedding.length !== this.embeddingWidth)
      throw new Error(`internal: embedding of width ${embedding.length}`);
    try {
      this.#descriptor ??= openSync(this.scratch, 'wx+');
      const bytes = new Uint8Array(embedding.buffer, embedding.byteOffset, embedding.byteLength);
      const at = index * bytes.length;
      for (let done = 0; done < bytes.length; )
        done += writeSync(this.#descriptor, bytes, done, bytes.length - done, at + done);
    } catch (error) {
      throw describeWriteFailure(this.scratch, error);
    }
    this.#embedded[index] = true;
  }

  /** Rows of all pins in order, all zero where a pin has no embedding; the piece is reused. */
  *#embeddingPieces(): Generator<Float32Array> {
    const width = this.embeddingWidth;
    const earlier = this.#earlier;
    const earlierFile = earlier?.columns.embeddings
      ? ColumnFile.open(join(earlier.folder, earlier.columns.embeddings.file))
      : undefined;
    const earlierCount = earlierFile ? (earlier?.count ?? 0) : 0;
    const row = new Float32Array(width);
    const rowBytes = new Uint8Array(row.buffer);
    try {
      for (let start = 0; start < this.count; start += PIECE_ROWS) {
        const end = Math.min(start + PIECE_ROWS, this.count);
        const piece = new Float32Array((end - start) * width);
        const known = Math.min(end, earlierCount);
        if (earlierFile && known > start)
          piece.set(earlierFile.slice('values', 'f32', start * width, known * width));
        for (let index = start; index < end; index++) {
          if (!this.#embedded[index] || this.#descriptor === undefined) continue;
          const read = readSync(
            this.#descriptor,
            rowBytes,
            0,
            rowBytes.length,
            index * rowBytes.length,
          );
          if (read !== rowBytes.length) throw new Error('internal: embedding scratch cut short');
          piece.set(row, (index - start) * width);
        }
        yield piece;
      }
    } finally {
      earlierFile?.close();
    }
  }
}

const NO_INTERESTS = new Int32Array(0);
