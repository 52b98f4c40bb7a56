import { parseIso } from '../data/parse-time.js';
import { UsageError } from './usage-error.js';

/** Below this a whole number is seconds: 1e11 s is the year 5138, 1e11 ms is March 1973. */
const SECONDS_BELOW = 1e11;

/**
 * A point in time as typed after an option, in UTC ms: a date, a date and time (UTC unless it says
 * otherwise), Unix seconds or milliseconds. Throws UsageError for anything else.
 */
export function parseTime(text: string, option = '--at'): number {
  if (/^\d{5,}$/.test(text)) {
    const number = Number(text);
    return number < SECONDS_BELOW ? number * 1_000 : number;
  }
  const atMs = parseIso(text.trim());
  if (Number.isFinite(atMs)) return atMs;
  throw new UsageError(`"${text}" is no time.`, {
    where: option,
    remedy: 'Write 2010-08-13, 2010-08-13T12:00Z, or Unix seconds or milliseconds.',
  });
}
