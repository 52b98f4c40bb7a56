import { badInput, StudioError } from '../base/errors.js';
import { describeWriteFailure } from '../base/files.js';
import type { JobContext } from '../base/progress.js';
import { ActionTotals } from './action-totals.js';
import { GenerationParts } from './generation-parts.js';
import { GenerationScratch } from './generation-scratch.js';
import {
  contentHashOf,
  DATASET_VERSION,
  findManifest,
  type Manifest,
  type Source,
} from './manifest.js';
import { checkName } from './names.js';
import { PinCatalogue, type PinDescription } from './pin-catalogue.js';
import { publishGeneration, removeLeftovers } from './publish-generation.js';
import { type ActionBlock, StagedActions } from './staged-actions.js';
import { buildTimelines, type EarlierTimelines } from './timeline-builder.js';
import { UserCatalogue } from './user-catalogue.js';
import { UNKNOWN, Vocabulary } from './vocabulary.js';
import type { Workspace } from './workspace.js';

export interface WriterSettings {
  readonly origin: Manifest['origin'];
  readonly positiveRule: string;
  /** Which optional columns the actions to come have. */
  readonly has: { type: boolean; surface: boolean; duration: boolean; time: boolean };
  /** Width of the embeddings to come; 0 when there are none. */
  readonly embeddingWidth?: number;
  /** Nothing of the generation before is taken over. */
  readonly anew?: boolean;
}

/**
 * Writes one generation of a data set: what is appended waits in a hidden folder and becomes visible
 * all at once in `commit`, or never. Memory: ids of users and pins, and one shard of timelines.
 */
export class DatasetWriter {
  readonly pins: PinCatalogue;
  readonly #users = new UserCatalogue();
  readonly #types = new Vocabulary('type');
  readonly #surfaces = new Vocabulary('surface');
  readonly #staged: StagedActions;
  readonly #totals = new ActionTotals();
  readonly #sources: Source[] = [];
  readonly #generation: number;
  readonly #embeddingWidth: number;
  #parts: GenerationParts | undefined;
  #earlier: EarlierTimelines | undefined;

  private constructor(
    private readonly workspace: Workspace,
    private readonly name: string,
    private readonly settings: WriterSettings,
    private readonly scratch: GenerationScratch,
    readonly previous: Manifest | undefined,
    generationBefore: number,
  ) {
    this.#generation = generationBefore + 1;
    this.#embeddingWidth = previous?.embeddingWidth || (settings.embeddingWidth ?? 0);
    this.pins = new PinCatalogue(scratch.file('embeddings.tmp'), this.#embeddingWidth);
    this.#staged = new StagedActions(scratch.file('actions.tmp'));
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
    const found = await findManifest(workspace, name);
    if (found && found.origin.kind !== settings.origin.kind)
      throw new StudioError('CONFLICT', `"${name}" is a data set of another kind.`, {
        where: workspace.path('data', name),
        remedy: 'Choose another name.',
      });
    await removeLeftovers(workspace);
    const scratch = await GenerationScratch.make(workspace, name);
    try {
      const previous = settings.anew ? undefined : found;
      const before = found?.generation ?? 0;
      const writer = new DatasetWriter(workspace, name, settings, scratch, previous, before);
      await writer.#begin();
      return writer;
    } catch (error) {
      await scratch.remove();
      throw describeWriteFailure(scratch.folder, error);
    }
  }

  /** Actions appended to this generation. */
  get appended(): number {
    return this.#staged.count;
  }

  /** Rejected rows of this generation by reason. */
  get rejected(): Record<string, number> {
    return this.#begun.rejected;
  }

  /** Index of a user, new for a new id. */
  userOf(id: string): number {
    return this.#users.indexOf(id);
  }

  /** Index of an action type, new for a new name. BAD_INPUT above 255 types. */
  typeOf(name: string): number {
    return this.#types.indexOf(name);
  }

  surfaceOf(name: string): number {
    return this.#surfaces.indexOf(name);
  }

  /** Type of actions that name none: `unknown` where others have one, 0 where no action has. */
  get typeOfNone(): number {
    return this.#has('type') ? this.typeOf(UNKNOWN) : 0;
  }

  get surfaceOfNone(): number {
    return this.#has('surface') ? this.surfaceOf(UNKNOWN) : 0;
  }

  /** Describes a pin once; false, and nothing is done, when it was described before. */
  async describePin(id: string, description: PinDescription): Promise<boolean> {
    const index = this.pins.indexOf(id);
    if (this.pins.isDescribed(index)) return false;
    this.pins.describe(index, description);
    await this.#begun.addPin(id, description);
    return true;
  }

  /** Appends actions in source order; the block may be reused afterwards. */
  async append(block: ActionBlock): Promise<void> {
    this.#totals.add(block);
    for (let row = 0; row < block.length; row++) this.pins.seen(block.pin[row]!, block.atMs[row]!);
    this.#staged.append(block);
    await this.#begun.addActions(block);
  }

  /** Counts a rejected row; the first of each reason and file are kept in the rejects table. */
  reject(file: string, line: number, reason: string, text: string): void {
    this.#begun.addReject(file, line, reason, text);
  }

  addSource(source: Omit<Source, 'generation'>): void {
    this.#sources.push({ ...source, generation: this.#generation });
  }

  /** Builds timelines, then makes the generation visible. BAD_INPUT when there is no action at all. */
  async commit(context: JobContext = {}): Promise<Manifest> {
    if (this.#staged.count + (this.previous?.counts.actions ?? 0) === 0)
      throw badInput('no action was accepted.', {
        remedy: 'Look at the mapping of columns, the time format and the delimiter.',
      });
    const folder = this.workspace.path('data', this.name);
    try {
      // Pins that only actions speak of get a row too, so that every action finds its pin.
      for (let pin = this.previous?.counts.cataloguePins ?? 0; pin < this.pins.count; pin++)
        if (!this.pins.isDescribed(pin)) await this.#begun.addPin(this.pins.ids[pin]!, {});
      const parts = await this.#begun.finish(this.previous?.parts);
      const manifest = await this.#writeColumns(parts, context);
      this.#staged.close();
      this.pins.close();
      await this.scratch.keepResult();
      await publishGeneration(this.scratch.folder, folder, manifest);
      return manifest;
    } catch (error) {
      throw describeWriteFailure(folder, error);
    }
  }

  /** Removes what was not committed; call it in `finally`. */
  async discard(): Promise<void> {
    this.#staged.close();
    this.pins.close();
    await this.scratch.remove();
  }

  get #begun(): GenerationParts {
    if (!this.#parts) throw new Error('internal: the writer was not begun');
    return this.#parts;
  }

  async #begin(): Promise<void> {
    const names = {
      userIds: this.#users.ids,
      pinIds: this.pins.ids,
      types: this.#types.names,
      surfaces: this.#surfaces.names,
    };
    this.#parts = await GenerationParts.begin(
      this.scratch.db,
      this.scratch.parts,
      this.#generation,
      names,
      this.#embeddingWidth,
    );
  }

  #has(column: 'type' | 'surface' | 'duration'): boolean {
    return this.settings.has[column] || this.previous?.has[column] === true;
  }

  #load(previous: Manifest): void {
    const folder = this.workspace.path('data', this.name, 'columns');
    this.#earlier = this.#users.load(folder, previous);
    for (const type of previous.actionTypes) this.typeOf(type);
    for (const surface of previous.surfaces) this.surfaceOf(surface);
    this.pins.load(folder, previous);
    this.#totals.load(previous);
  }

  async #writeColumns(parts: Manifest['parts'], context: JobContext): Promise<Manifest> {
    const previous = this.previous;
    const folder = this.scratch.columns;
    const prefix = `${String(this.#generation).padStart(4, '0')}-`;
    const users = this.#users.count;
    const timelines = await buildTimelines(
      this.#staged,
      this.#earlier,
      users,
      folder,
      prefix,
      context,
    );
    const userFile = await this.#users.write(folder, prefix, timelines.offsets);
    const pinFiles = await this.pins.write(folder, prefix);
    const manifest: Omit<Manifest, 'contentHash'> = {
      format: 'pinnerformer-dataset',
      version: DATASET_VERSION,
      name: this.name,
      generation: this.#generation,
      origin: this.settings.origin,
      positiveRule: this.settings.positiveRule,
      has: {
        type: this.#has('type'),
        surface: this.#has('surface'),
        duration: this.#has('duration'),
        time: this.settings.has.time,
        embedding: this.#embeddingWidth > 0,
        interests: this.pins.hasInterests,
        title: this.pins.hasTitles,
      },
      actionTypes: this.#types.names,
      surfaces: this.#surfaces.names,
      embeddingWidth: this.#embeddingWidth,
      counts: {
        users,
        pins: this.pins.engaged,
        cataloguePins: this.pins.count,
        actions: timelines.offsets[users]!,
        positives: this.#totals.positives,
      },
      rejected: addCounts(previous?.rejected ?? {}, this.rejected),
      firstAtMs: this.#totals.firstAtMs,
      lastAtMs: this.#totals.lastAtMs,
      sources: [...(previous?.sources ?? []), ...this.#sources],
      parts,
      columns: {
        users: userFile,
        ...pinFiles,
        actions: timelines.shards,
      },
    };
    return { ...manifest, contentHash: contentHashOf(manifest) };
  }
}

function addCounts(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum = { ...a };
  for (const [reason, count] of Object.entries(b)) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}
