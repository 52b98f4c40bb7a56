import type { DuckDb } from './duckdb.js';
import type { Manifest } from './manifest.js';
import {
  actionColumns,
  INTEREST_SEPARATOR,
  PartWriter,
  pinColumns,
  REJECT_COLUMNS,
} from './parquet-parts.js';
import type { PinDescription } from './pin-catalogue.js';
import type { ActionBlock } from './staged-actions.js';

/** First rejected rows of each reason and file that are kept with their text. */
const REJECTS_KEPT = 100;
const TEXT_KEPT = 200;

interface PartNames {
  readonly userIds: readonly string[];
  readonly pinIds: readonly string[];
  readonly types: readonly string[];
  readonly surfaces: readonly string[];
}

/** The Parquet parts of one generation: actions, pins and rejects. */
export class GenerationParts {
  readonly #actions: PartWriter;
  readonly #pins: PartWriter;
  readonly #rejects: PartWriter;
  readonly #rejected = new Map<string, number>();
  readonly #kept = new Map<string, number>();

  private constructor(
    db: DuckDb,
    folder: string,
    private readonly generation: number,
    private readonly names: PartNames,
    private readonly embeddingWidth: number,
  ) {
    const prefix = (kind: string) => `${kind}-${String(generation).padStart(4, '0')}`;
    const columns = actionColumns(names.types, names.surfaces);
    this.#actions = new PartWriter(db, folder, prefix('actions'), columns);
    this.#pins = new PartWriter(db, folder, prefix('pins'), pinColumns(embeddingWidth));
    this.#rejects = new PartWriter(db, folder, prefix('rejects'), REJECT_COLUMNS);
  }

  /** Parts in `folder`; `names` may grow while rows are added. */
  static async begin(
    db: DuckDb,
    folder: string,
    generation: number,
    names: PartNames,
    embeddingWidth: number,
  ): Promise<GenerationParts> {
    const parts = new GenerationParts(db, folder, generation, names, embeddingWidth);
    for (const part of [parts.#actions, parts.#pins, parts.#rejects]) await part.begin();
    return parts;
  }

  async addActions(block: ActionBlock): Promise<void> {
    const { userIds, pinIds } = this.names;
    for (let row = 0; row < block.length; row++)
      this.#actions.row([
        userIds[block.user[row]!]!,
        pinIds[block.pin[row]!]!,
        block.atMs[row]!,
        block.type[row]!,
        block.surface[row]!,
        block.durationSeconds[row]!,
        block.rating[row]!,
        block.positive[row] === 1,
      ]);
    await this.#actions.makeRoom();
  }

  async addPin(id: string, description: PinDescription): Promise<void> {
    const { title, interests, url, image, lat, lon, embedding } = description;
    this.#pins.row([
      id,
      title ?? null,
      interests?.length ? interests.join(INTEREST_SEPARATOR) : null,
      url ?? null,
      image ?? null,
      lat ?? null,
      lon ?? null,
      ...(this.embeddingWidth > 0 ? [embedding ?? null] : []),
      this.generation,
    ]);
    await this.#pins.makeRoom();
  }

  /** Counts a rejected row; the first of each reason and file are kept. */
  addReject(file: string, line: number, reason: string, text: string): void {
    this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + 1);
    const key = `${file}\n${reason}`;
    const kept = this.#kept.get(key) ?? 0;
    this.#kept.set(key, kept + 1);
    if (kept < REJECTS_KEPT) this.#rejects.row([file, line, reason, text.slice(0, TEXT_KEPT)]);
  }

  /** Rejected rows by reason. */
  get rejected(): Record<string, number> {
    return Object.fromEntries(this.#rejected);
  }

  /** Writes what is left; returns the files of earlier generations and of this one. */
  async finish(earlier: Manifest['parts'] | undefined): Promise<Manifest['parts']> {
    for (const part of [this.#actions, this.#pins, this.#rejects]) await part.flush();
    return {
      actions: [...(earlier?.actions ?? []), ...this.#actions.files],
      pins: [...(earlier?.pins ?? []), ...this.#pins.files],
      rejects: [...(earlier?.rejects ?? []), ...this.#rejects.files],
    };
  }
}
