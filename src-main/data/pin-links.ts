import { join } from 'node:path';
import { DuckDb, sqlText } from './duckdb.js';
import type { Manifest } from './manifest.js';

/** Where a pin is shown; null where the data has none. */
export interface PinLink {
  readonly url: string | null;
  readonly image: string | null;
}

/** Where the Parquet parts of a data set lie. */
export interface PartsPlace {
  readonly folder: string;
  readonly manifest: Manifest;
}

/**
 * Links of pins, from the Parquet parts of data sets: the columns do not hold them. One DuckDB of one thread
 * is kept from the first question until `close`.
 */
export class PinLinkReader {
  #db: Promise<DuckDb> | undefined;
  /** By the files: whether any pin has a link. */
  readonly #linked = new Map<string, boolean>();

  /** Of some pins by id, those that have a link; of several descriptions the newest counts. */
  async read(place: PartsPlace, ids: readonly string[]): Promise<Map<string, PinLink>> {
    const links = new Map<string, PinLink>();
    const parts = place.manifest.parts.pins;
    if (ids.length === 0 || parts.length === 0) return links;
    const files = parts.map(file => sqlText(join(place.folder, 'parts', file)));
    const source = `read_parquet([${files.join(', ')}])`;
    const db = await this.#opened();
    if (!(await this.#hasLinks(db, source))) return links;
    const rows = await db.rows(
      `SELECT pin, arg_max(url, generation) AS url, arg_max(image, generation) AS image
       FROM ${source}
       WHERE pin IN (${ids.map(sqlText).join(', ')}) AND (url IS NOT NULL OR image IS NOT NULL)
       GROUP BY pin`,
    );
    const text = (value: unknown) => (typeof value === 'string' ? value : null);
    for (const { pin, url, image } of rows)
      links.set(String(pin), { url: text(url), image: text(image) });
    return links;
  }

  async close(): Promise<void> {
    const db = await this.#db;
    this.#db = undefined;
    db?.close();
  }

  #opened(): Promise<DuckDb> {
    this.#db ??= DuckDb.open({ memoryLimitMb: 256, threads: 1 });
    this.#db.catch(() => {
      this.#db = undefined;
    });
    return this.#db;
  }

  async #hasLinks(db: DuckDb, source: string): Promise<boolean> {
    const known = this.#linked.get(source);
    if (known !== undefined) return known;
    const some = await db.rows(
      `SELECT 1 FROM ${source} WHERE url IS NOT NULL OR image IS NOT NULL LIMIT 1`,
    );
    this.#linked.set(source, some.length > 0);
    return some.length > 0;
  }
}
