import { badInput } from '../base/errors.js';
import { suggest } from '../base/nearest.js';
import type { ColumnRef } from './import-mapping.js';
import type { RowSource } from './row-source.js';

/**
 * Index of every mapped column in a file. Without a mapping, columns that bear a field's own name (or
 * an alias) are taken. BAD_INPUT names a column that is not there, with the nearest that are.
 */
export function resolveColumns<T extends string>(
  source: RowSource,
  mapped: { readonly [name in T]?: ColumnRef | undefined },
  known: readonly T[],
  file: string,
): Map<T, number> {
  const columns = new Map<T, number>();
  for (const field of known) {
    const reference = mapped[field];
    if (reference !== undefined) columns.set(field, find(source, field, reference, file));
  }
  if (columns.size === 0 && source.names)
    for (const field of known) {
      const names = [field, ...(ALIASES[field] ?? [])].map(name => name.toLowerCase());
      const index = source.names.findIndex(name => names.includes(name.toLowerCase()));
      if (index >= 0) columns.set(field, index);
    }
  return columns;
}

/** What people call columns: the last word of a header's field. */
const HEADER_WORD =
  /(^|[\s_.-])(id|uid|user|customer|visitor|person|member|reviewer|pin|item|product|movie|venue|article|content|asin|at|time|timestamp|date|rating|score|title|name|type|surface|duration|lat|latitude|lon|lng|longitude)s?$/;

/**
 * Whether the first line of a file holds values rather than names, where nobody said so: columns are
 * given by position, and a mapped field is a number or none is a word that columns are called by.
 */
export function isDataLine(
  fields: readonly string[],
  mapped: Readonly<Record<string, ColumnRef | undefined>>,
): boolean {
  const references = Object.values(mapped).filter(reference => reference !== undefined);
  if (references.length === 0) return false;
  if (!references.every(reference => typeof reference === 'number')) return false;
  const values = references.map(position => (fields[position - 1] ?? '').trim());
  if (values.some(value => value !== '' && Number.isFinite(Number(value)))) return true;
  return !values.some(value =>
    HEADER_WORD.test(value.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()),
  );
}

/** Returns the column of a field that must be there. */
export function requireColumn<T extends string>(
  columns: ReadonlyMap<T, number>,
  field: T,
  source: RowSource,
  file: string,
  setting: string,
): number {
  const index = columns.get(field);
  if (index !== undefined) return index;
  throw badInput(`no column is mapped to ${field}; ${describeColumns(source)}.`, {
    where: file,
    remedy: `Name it in \`${setting}\`, for example ${field}=${source.names?.[0] ?? 1}.`,
  });
}

const ALIASES: Readonly<Record<string, readonly string[]>> = {
  pin: ['pinId', 'pin_id', 'item', 'itemId', 'item_id'],
  interests: ['interest'],
  lat: ['latitude'],
  lon: ['longitude', 'lng'],
};

function find(source: RowSource, field: string, reference: ColumnRef, file: string): number {
  if (typeof reference === 'number') {
    if (reference <= source.width) return reference - 1;
    throw badInput(
      `${field} is mapped to column ${reference}, but the file has ${source.width} ${source.width === 1 ? 'column' : 'columns'}.`,
      { where: file, remedy: `Give a position from 1 to ${source.width}, or check \`delimiter\`.` },
    );
  }
  if (!source.names)
    throw badInput(`${field} is mapped to "${reference}", but the file has no header.`, {
      where: file,
      remedy: 'Give positions (user=1), or read the first line as a header.',
    });
  const index = source.names.indexOf(reference);
  if (index >= 0) return index;
  throw badInput(`there is no column "${reference}" for ${field}; ${describeColumns(source)}.`, {
    where: `${file}:1`,
    remedy: suggest(reference, source.names),
  });
}

/** What columns a file has, to stand after a semicolon. */
export function describeColumns(source: RowSource): string {
  if (!source.names) return `the file has ${source.width} columns and no header`;
  const shown = source.names.slice(0, 12).map(name => `"${name}"`);
  return `the columns are ${shown.join(', ')}${source.names.length > 12 ? ', …' : ''}`;
}
