import { badInput } from '../base/errors.js';
import { parseIso } from '../data/parse-time.js';

/** A moment as a cell names it, to UTC milliseconds: ISO 8601 (UTC where no zone stands) or milliseconds. */
export function parseMoment(value: string | number, where: string): number {
  if (typeof value === 'number') return value;
  // Not JavaScript's own reading, which takes 01.02.2010 for January 2.
  const ms = parseIso(value.trim());
  if (Number.isFinite(ms)) return ms;
  throw badInput(`"${value}" is no time.`, {
    where,
    remedy: 'Write it as 2010-09-01 or 2010-09-01T18:30Z.',
  });
}
