import { badInput } from '../base/errors.js';
import { parseIso } from '../data/parse-time.js';

/** A moment as a cell names it, in UTC milliseconds: ISO 8601 (UTC where no zone stands) or milliseconds; NaN for what is none. */
export function momentMs(value: string | number): number {
  // Not JavaScript's own reading, which takes 01.02.2010 for January 2.
  return typeof value === 'number' ? value : parseIso(value.trim());
}

/** The same; BAD_INPUT names what is no moment. */
export function parseMoment(value: string | number, where: string): number {
  const ms = momentMs(value);
  if (typeof value === 'number' || Number.isFinite(ms)) return ms;
  throw badInput(`"${value}" is no time.`, {
    where,
    remedy: 'Write it as 2010-09-01 or 2010-09-01T18:30Z.',
  });
}
