import { UsageError } from './usage-error.js';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?$/i;
/** Below this a whole number is seconds: 1e11 s is the year 5138, 1e11 ms is March 1973. */
const SECONDS_BELOW = 1e11;

/**
 * A point in time as typed after an option, in UTC ms: a date, a date and time (UTC unless it says
 * otherwise), Unix seconds or milliseconds. Throws UsageError for anything else.
 */
export function parseTime(text: string, option = '--at'): number {
  const wrong = () =>
    new UsageError(`"${text}" is no time.`, {
      where: option,
      remedy: 'Write 2010-08-13, 2010-08-13T12:00Z, or Unix seconds or milliseconds.',
    });
  if (/^\d+$/.test(text)) {
    const number = Number(text);
    return number < SECONDS_BELOW ? number * 1_000 : number;
  }
  if (!DATE.test(text) && !DATE_TIME.test(text)) throw wrong();
  const zoned = DATE.test(text) || /(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`;
  const atMs = Date.parse(zoned.replace(' ', 'T'));
  // Date.parse lets February 30th roll over; the day that was typed must be the day that is meant.
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  if (!Number.isFinite(atMs) || !Number.isFinite(day.getTime())) throw wrong();
  if (day.toISOString().slice(0, 10) !== text.slice(0, 10)) throw wrong();
  return atMs;
}
