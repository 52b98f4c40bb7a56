import { join } from 'node:path';
import { DuckDb, sqlText } from './duckdb.js';
import type { Manifest } from './manifest.js';

/** Where a pin is shown; null where the data has none. */
export interface PinLink {
  readonly url: string | null;
  readonly image: string | null;
}

/**
 * Links of some pins by id, from the data set's Parquet parts: the columns do not hold them. Of several
 * descriptions the newest counts. For a page of pins, not for all of them.
 */
export async function readPinLinks(
  folder: string,
  manifest: Manifest,
  ids: readonly string[],
): Promise<Map<string, PinLink>> {
  const links = new Map<string, PinLink>();
  if (ids.length === 0 || manifest.parts.pins.length === 0) return links;
  const files = manifest.parts.pins.map(file => sqlText(join(folder, 'parts', file)));
  const db = await DuckDb.open({ memoryLimitMb: 256 });
  try {
    const rows = await db.rows(
      `SELECT pin, arg_max(url, generation) AS url, arg_max(image, generation) AS image
       FROM read_parquet([${files.join(', ')}])
       WHERE pin IN (${ids.map(sqlText).join(', ')}) AND (url IS NOT NULL OR image IS NOT NULL)
       GROUP BY pin`,
    );
    const text = (value: unknown) => (typeof value === 'string' ? value : null);
    for (const { pin, url, image } of rows)
      links.set(String(pin), { url: text(url), image: text(image) });
  } finally {
    db.close();
  }
  return links;
}
