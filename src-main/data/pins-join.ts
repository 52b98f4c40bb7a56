import { throwIfCancelled } from '../base/errors.js';
import { textOf } from './open-rows.js';
import { RowFault, type RowSource } from './row-source.js';

/** Rows of a catalogue that are looked through for pins of the log. */
const MOST_ROWS = 500_000;
/** Of the values of a key, this share must be different: later descriptions of a pin are rejected. */
const DIFFERENT = 0.98;

/** How the pins of a log are found in a catalogue by one of its columns. */
export interface PinsJoin {
  readonly key: number;
  /** Whether hardly a value comes twice. */
  readonly isKey: boolean;
  /** Of the log's pins that were looked for. */
  readonly found: number;
  readonly pins: number;
  /** False where the catalogue has more rows than were looked through: more may be found. */
  readonly whole: boolean;
}

/**
 * Looks for a log's pins in each column that may be the key, and returns the column that has most of
 * them; the first of equals, undefined where there is none.
 */
export async function joinPins(
  catalogue: RowSource,
  keys: readonly number[],
  pins: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<PinsJoin | undefined> {
  const seen = keys.map(() => new Set<string>());
  let rows = 0;
  for await (const batch of catalogue.rows(keys)) {
    throwIfCancelled(signal);
    for (let i = 0; i < batch.length && rows < MOST_ROWS; i++) {
      const row = batch.row(i);
      if (row instanceof RowFault) continue;
      rows++;
      for (const [k, values] of seen.entries()) values.add(textOf(row[k]));
    }
    if (rows >= MOST_ROWS) break;
  }
  const joins = keys.map((key, k) => {
    const values = seen[k]!;
    const found = [...pins].filter(pin => values.has(pin)).length;
    const isKey = values.size >= DIFFERENT * rows;
    return { key, isKey, found, pins: pins.size, whole: rows < MOST_ROWS };
  });
  const best = (a: PinsJoin, b: PinsJoin) => Number(b.isKey) - Number(a.isKey) || b.found - a.found;
  return joins.sort(best)[0];
}
