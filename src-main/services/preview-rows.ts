import { textOf } from '../data/open-rows.js';
import { RowFault, type RowSource } from '../data/row-source.js';

/** Rows that are looked at; the import itself looks at all of them. */
const LOOKED_ROWS = 200;
const SHOWN_VALUES = 20;
/** Rows of a log whose pins are looked for in a catalogue. */
const JOINED_ROWS = 2000;

/** The pins of the first rows of a log. */
export async function firstPins(source: RowSource, pin: number): Promise<Set<string>> {
  const pins = new Set<string>();
  let rows = 0;
  for await (const batch of source.rows([pin])) {
    for (let i = 0; i < batch.length && rows < JOINED_ROWS; i++) {
      rows++;
      const row = batch.row(i);
      if (!(row instanceof RowFault)) pins.add(textOf(row[0]));
    }
    if (rows >= JOINED_ROWS) break;
  }
  pins.delete('');
  return pins;
}

/** What becomes of the first rows. */
export async function lookAtRows(
  source: RowSource,
  columns: ReadonlyMap<string, number>,
  reasonOf: (row: readonly unknown[]) => string | undefined,
) {
  const rejected = new Map<string, { reason: string; rows: number; line: number; text: string }>();
  const types = new Map<string, number>();
  const ratings = new Map<string, number>();
  const fields = [...columns.keys()];
  const [type, rating] = [fields.indexOf('type'), fields.indexOf('rating')];
  let looked = 0;
  let accepted = 0;
  for await (const batch of source.rows([...columns.values()])) {
    for (let i = 0; i < batch.length && looked < LOOKED_ROWS; i++) {
      looked++;
      const row = batch.row(i);
      const values = row instanceof RowFault ? [] : row;
      const reason = row instanceof RowFault ? row.reason : reasonOf(row);
      if (reason === undefined) {
        accepted++;
        countValue(types, values[type]);
        countValue(ratings, values[rating]);
        continue;
      }
      const known = rejected.get(reason);
      if (known) known.rows++;
      else rejected.set(reason, { reason, rows: 1, line: batch.line(i), text: batch.text(i) });
    }
    if (looked >= LOOKED_ROWS) break;
  }
  return {
    looked,
    accepted,
    rejected: [...rejected.values()],
    types: mostFrequent(types),
    ratings: mostFrequent(ratings),
  };
}

function countValue(counts: Map<string, number>, value: unknown): void {
  const text = textOf(value);
  if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
}

const mostFrequent = (counts: ReadonlyMap<string, number>) =>
  [...counts]
    .map(([value, rows]) => ({ value, rows }))
    .sort((a, b) => b.rows - a.rows)
    .slice(0, SHOWN_VALUES);
