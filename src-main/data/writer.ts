import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { badInput, StudioError } from '../base/errors.js';
import { describeWriteFailure } from '../base/files.js';
import type { JobContext } from '../base/progress.js';
import { DuckDb } from './duckdb.js';
import {
  contentHashOf,
  DATASET_VERSION,
  findManifest,
  type Manifest,
  type Source,
  writeManifest,
} from './manifest.js';
import { checkName } from './names.js';
import {
  actionColumns,
  INTEREST_SEPARATOR,
  PartWriter,
  pinColumns,
  REJECT_COLUMNS,
} from './parquet-parts.js';
import { PinCatalogue, type PinDescription } from './pin-catalogue.js';
import { ColumnFile, writeColumnFile } from './shards.js';
import { type ActionBlock, StagedActions } from './staged-actions.js';
import { lazyStrings, stringSources } from './string-column.js';
import { buildTimelines, type EarlierTimelines } from './timeline-builder.js';
import type { Workspace } from './workspace.js';

export interface WriterSettings {
  readonly origin: Manifest['origin'];
  readonly positiveRule: string;
  /** Which optional columns the actions to come have. */
  readonly has: { type: boolean; surface: boolean; duration: boolean; time: boolean };
  /** Width of the embeddings to come; 0 when there are none. */
  readonly embeddingWidth?: number;
}

/** First rejected rows of each reason that are kept with their text. */
const REJECTS_KEPT = 100;
/** A type or surface is one byte. */
const VOCABULARY = 255;
const UNKNOWN = 'unknown';

/**
 * Writes one generation of a data set: what is appended waits in a hidden folder and becomes visible
 * all at once in `commit`, or never. Memory: ids of users and pins, and one shard of timelines.
 */
export class DatasetWriter {
  readonly previous: Manifest | undefined;
  readonly pins: PinCatalogue;
  readonly actionTypes: string[] = [];
  readonly surfaces: string[] = [];
  readonly #userIds: string[] = [];
  readonly #users = new Map<string, number>();
  readonly #typeIndex = new Map<string, number>();
  readonly #surfaceIndex = new Map<string, number>();
  readonly #staged: StagedActions;
  readonly #actionPart: PartWriter;
  readonly #pinPart: PartWriter;
  readonly #rejectPart: PartWriter;
  readonly #rejected = new Map<string, number>();
  readonly #rejectsKept = new Map<string, number>();
  readonly #sources: Source[] = [];
  readonly #generation: number;
  readonly #prefix: string;
  #earlier: EarlierTimelines | undefined;
  #positives = 0;
  #firstAtMs = Number.POSITIVE_INFINITY;
  #lastAtMs = Number.NEGATIVE_INFINITY;

  private constructor(
    private readonly workspace: Workspace,
    private readonly name: string,
    private readonly settings: WriterSettings,
    private readonly scratch: string,
    private readonly db: DuckDb,
    previous: Manifest | undefined,
  ) {
    this.previous = previous;
    this.#generation = (previous?.generation ?? 0) + 1;
    this.#prefix = String(this.#generation).padStart(4, '0');
    this.pins = new PinCatalogue(join(scratch, 'embeddings.tmp'));
    this.#staged = new StagedActions(join(scratch, 'actions.tmp'));
    const parts = join(scratch, 'parts');
    const part = (kind: string) => `${kind}-${this.#prefix}`;
    const width = previous?.embeddingWidth || (settings.embeddingWidth ?? 0);
    this.pins.embeddingWidth = width;
    this.#actionPart = new PartWriter(
      db,
      parts,
      part('actions'),
      actionColumns(this.actionTypes, this.surfaces),
    );
    this.#pinPart = new PartWriter(db, parts, part('pins'), pinColumns(width));
    this.#rejectPart = new PartWriter(db, parts, part('rejects'), REJECT_COLUMNS);
    if (previous) this.#load(previous);
    if (previous?.has.type === false && settings.has.type) this.typeOf(UNKNOWN);
    if (previous?.has.surface === false && settings.has.surface) this.surfaceOf(UNKNOWN);
  }

  /** Starts a generation; it ends with `commit` or `discard`. The workspace must be open for writing. */
  static async open(
    workspace: Workspace,
    name: string,
    settings: WriterSettings,
  ): Promise<DatasetWriter> {
    checkName('data set', name);
    if (workspace.access !== 'write')
      throw new StudioError('INTERNAL', 'the workspace was opened for reading only.');
    const previous = await findManifest(workspace, name);
    if (previous && previous.origin.kind !== settings.origin.kind)
      throw new StudioError('CONFLICT', `"${name}" is a data set of another kind.`, {
        where: workspace.path('data', name),
        remedy: 'Choose another name.',
      });
    await removeLeftovers(workspace);
    const scratch = workspace.path('data', `.${name}.${randomBytes(4).toString('hex')}.tmp`);
    let db: DuckDb | undefined;
    try {
      await fs.mkdir(join(scratch, 'parts'), { recursive: true });
      await fs.mkdir(join(scratch, 'columns'));
      db = await DuckDb.open({ temporaryFolder: join(scratch, 'spill') });
      const writer = new DatasetWriter(workspace, name, settings, scratch, db, previous);
      await writer.#begin();
      return writer;
    } catch (error) {
      db?.close();
      await fs.rm(scratch, { recursive: true, force: true });
      throw describeWriteFailure(scratch, error);
    }
  }

  get userCount(): number {
    return this.#userIds.length;
  }

  /** Actions appended to this generation. */
  get appended(): number {
    return this.#staged.count;
  }

  /** Type of actions that name none: `unknown` where others have one, 0 where no action has. */
  get typeOfNone(): number {
    return this.settings.has.type || this.previous?.has.type === true ? this.typeOf(UNKNOWN) : 0;
  }

  get surfaceOfNone(): number {
    return this.settings.has.surface || this.previous?.has.surface === true
      ? this.surfaceOf(UNKNOWN)
      : 0;
  }

  userOf(id: string): number {
    let index = this.#users.get(id);
    if (index === undefined) {
      index = this.#userIds.length;
      this.#users.set(id, index);
      this.#userIds.push(id);
    }
    return index;
  }

  /** Index of an action type, new for a new name. BAD_INPUT above 255 types. */
  typeOf(name: string): number {
    return vocabularyIndex('type', this.actionTypes, this.#typeIndex, name || UNKNOWN);
  }

  surfaceOf(name: string): number {
    return vocabularyIndex('surface', this.surfaces, this.#surfaceIndex, name || UNKNOWN);
  }

  /** Describes a pin once; false, and nothing is done, when it was described before. */
  async describePin(id: string, description: PinDescription): Promise<boolean> {
    const index = this.pins.indexOf(id);
    if (this.pins.isDescribed(index)) return false;
    this.pins.describe(index, description);
    await this.#pinRow(id, description);
    return true;
  }

  /** Appends actions in source order; the block may be reused afterwards. */
  async append(block: ActionBlock): Promise<void> {
    const part = this.#actionPart;
    for (let row = 0; row < block.length; row++) {
      const atMs = block.atMs[row]!;
      const pin = block.pin[row]!;
      this.#positives += block.positive[row]!;
      if (atMs < this.#firstAtMs) this.#firstAtMs = atMs;
      if (atMs > this.#lastAtMs) this.#lastAtMs = atMs;
      this.pins.seen(pin, atMs);
      part.row([
        this.#userIds[block.user[row]!]!,
        this.pins.ids[pin]!,
        atMs,
        block.type[row]!,
        block.surface[row]!,
        block.durationSeconds[row]!,
        block.rating[row]!,
        block.positive[row] === 1,
      ]);
    }
    this.#staged.append(block);
    if (part.full) {
      await part.flush();
      await part.begin();
    }
  }

  /** Counts a rejected row; the first of each reason and file are kept in the rejects table. */
  reject(file: string, line: number, reason: string, text: string): void {
    this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + 1);
    const key = `${file}\n${reason}`;
    const kept = this.#rejectsKept.get(key) ?? 0;
    this.#rejectsKept.set(key, kept + 1);
    if (kept < REJECTS_KEPT) this.#rejectPart.row([file, line, reason, text.slice(0, 200)]);
  }

  /** Rejected rows of this generation by reason. */
  get rejected(): Record<string, number> {
    return Object.fromEntries(this.#rejected);
  }

  addSource(source: Omit<Source, 'generation'>): void {
    this.#sources.push({ ...source, generation: this.#generation });
  }

  /** Builds timelines, then makes the generation visible. BAD_INPUT when there is no action at all. */
  async commit(context: JobContext = {}): Promise<Manifest> {
    const previous = this.previous;
    if (this.#staged.count + (previous?.counts.actions ?? 0) === 0)
      throw badInput('no action was accepted.', {
        remedy: 'Look at the mapping of columns, the time format and the delimiter.',
      });
    try {
      await this.#actionPart.flush();
      await this.#rejectPart.flush();
      await this.#writeUndescribedPins();
      await this.#pinPart.flush();
      const manifest = await this.#writeColumns(context);
      await this.#publish(manifest);
      return manifest;
    } catch (error) {
      throw describeWriteFailure(this.workspace.path('data', this.name), error);
    }
  }

  /** Removes what was not committed; call it in `finally`. */
  async discard(): Promise<void> {
    this.#staged.close();
    this.pins.close();
    this.db.close();
    await fs.rm(this.scratch, { recursive: true, force: true });
  }

  async #begin(): Promise<void> {
    await this.#actionPart.begin();
    await this.#pinPart.begin();
    await this.#rejectPart.begin();
  }

  #load(previous: Manifest): void {
    const folder = this.workspace.path('data', this.name, 'columns');
    const file = ColumnFile.open(join(folder, previous.columns.users.file));
    try {
      const ids = lazyStrings(file, 'id');
      for (let i = 0; i < ids.length; i++) this.userOf(ids.at(i));
      const offsets = file.read('offsets', 'u32');
      this.#earlier = { offsets, folder, shards: previous.columns.actions };
    } finally {
      file.close();
    }
    for (const type of previous.actionTypes) this.typeOf(type);
    for (const surface of previous.surfaces) this.surfaceOf(surface);
    this.pins.load(folder, previous);
    this.#firstAtMs = previous.firstAtMs;
    this.#lastAtMs = previous.lastAtMs;
    this.#positives = previous.counts.positives;
  }

  async #pinRow(id: string, description: PinDescription): Promise<void> {
    this.#pinPart.row([
      id,
      description.title ?? null,
      description.interests?.length ? description.interests.join(INTEREST_SEPARATOR) : null,
      description.url ?? null,
      description.image ?? null,
      description.lat ?? null,
      description.lon ?? null,
      ...(this.pins.embeddingWidth > 0 ? [description.embedding ?? null] : []),
      this.#generation,
    ]);
    if (!this.#pinPart.full) return;
    await this.#pinPart.flush();
    await this.#pinPart.begin();
  }

  /** Pins that only actions speak of get a row too, so that every action finds its pin. */
  async #writeUndescribedPins(): Promise<void> {
    const known = this.previous?.counts.cataloguePins ?? 0;
    for (let index = known; index < this.pins.count; index++)
      if (!this.pins.isDescribed(index)) await this.#pinRow(this.pins.ids[index]!, {});
  }

  async #writeColumns(context: JobContext): Promise<Manifest> {
    const previous = this.previous;
    const folder = join(this.scratch, 'columns');
    const prefix = `${this.#prefix}-`;
    const users = this.#userIds.length;
    const timelines = await buildTimelines(
      this.#staged,
      this.#earlier,
      users,
      folder,
      prefix,
      context,
    );
    const userFile = await writeColumnFile(join(folder, `${prefix}users.col`), [
      ...stringSources('id', this.#userIds),
      { name: 'offsets', type: 'u32', length: users + 1, values: timelines.offsets },
    ]);
    const pinFiles = await this.pins.write(folder, prefix);
    const { has } = this.settings;
    const manifest: Omit<Manifest, 'contentHash'> = {
      format: 'pinnerformer-dataset',
      version: DATASET_VERSION,
      name: this.name,
      generation: this.#generation,
      origin: this.settings.origin,
      positiveRule: this.settings.positiveRule,
      has: {
        type: has.type || previous?.has.type === true,
        surface: has.surface || previous?.has.surface === true,
        duration: has.duration || previous?.has.duration === true,
        time: has.time,
        embedding: this.pins.embeddingWidth > 0,
        interests: this.pins.hasInterests,
        title: this.pins.hasTitles,
      },
      actionTypes: this.actionTypes,
      surfaces: this.surfaces,
      embeddingWidth: this.pins.embeddingWidth,
      counts: {
        users,
        pins: this.pins.engaged,
        cataloguePins: this.pins.count,
        actions: timelines.offsets[users]!,
        positives: this.#positives,
      },
      rejected: addCounts(previous?.rejected ?? {}, this.rejected),
      firstAtMs: this.#firstAtMs,
      lastAtMs: this.#lastAtMs,
      sources: [...(previous?.sources ?? []), ...this.#sources],
      parts: {
        actions: [...(previous?.parts.actions ?? []), ...this.#actionPart.files],
        pins: [...(previous?.parts.pins ?? []), ...this.#pinPart.files],
        rejects: [...(previous?.parts.rejects ?? []), ...this.#rejectPart.files],
      },
      columns: {
        users: { file: `${prefix}users.col`, sha256: userFile.sha256 },
        ...pinFiles,
        actions: timelines.shards,
      },
    };
    return { ...manifest, contentHash: contentHashOf(manifest) };
  }

  /** The manifest is what makes files visible: it comes last, in one rename. */
  async #publish(manifest: Manifest): Promise<void> {
    const folder = this.workspace.path('data', this.name);
    await fs.rm(join(this.scratch, 'spill'), { recursive: true, force: true });
    if (!this.previous) {
      this.#staged.close();
      this.pins.close();
      await writeManifest(this.scratch, manifest);
      await fs.rm(folder, { recursive: true, force: true });
      await fs.rename(this.scratch, folder);
      return;
    }
    for (const kind of ['parts', 'columns'])
      for (const file of await fs.readdir(join(this.scratch, kind)))
        await fs.rename(join(this.scratch, kind, file), join(folder, kind, file));
    await writeManifest(folder, manifest);
    // The generation before stays for readers that have it open; older ones are of no use.
    for (const file of await fs.readdir(join(folder, 'columns')))
      if (Number.parseInt(file, 10) < this.#generation - 1)
        await fs.rm(join(folder, 'columns', file), { force: true });
  }
}

function vocabularyIndex(
  kind: string,
  names: string[],
  indexes: Map<string, number>,
  name: string,
): number {
  let index = indexes.get(name);
  if (index === undefined) {
    index = names.length;
    if (index >= VOCABULARY)
      throw badInput(
        `the ${kind} column has more than ${VOCABULARY} different values ("${name}").`,
        {
          remedy: `Map another column to ${kind}, or leave it out.`,
        },
      );
    indexes.set(name, index);
    names.push(name);
  }
  return index;
}

function addCounts(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum = { ...a };
  for (const [reason, count] of Object.entries(b)) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}

/** Scratch folders of writers that were killed; the workspace's lock says that none is at work. */
async function removeLeftovers(workspace: Workspace): Promise<void> {
  const folder = workspace.path('data');
  const entries = await fs.readdir(folder).catch(() => []);
  for (const entry of entries)
    if (entry.startsWith('.') && entry.endsWith('.tmp'))
      await fs.rm(join(folder, entry), { recursive: true, force: true });
}
