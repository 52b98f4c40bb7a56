/** How a time column is written; `order` has none: rows are numbered. */
export type TimeFormat = WrittenTime | 'order';
/** `dmy` and `mdy` are dates with the day or the month first; they are never guessed. */
export type WrittenTime = 's' | 'ms' | 'iso' | 'dmy' | 'mdy';

/** The last millisecond of the year 9999; what lies beyond was read in the wrong unit. */
const LIMIT_MS = 253_402_300_799_999;

/** UTC milliseconds, whole; NaN when `value` is no time of this format. */
export function parseTime(value: unknown, format: WrittenTime): number {
  if (format === 'iso') return typeof value === 'string' ? parseIso(value.trim()) : Number.NaN;
  if (format === 'dmy' || format === 'mdy')
    return typeof value === 'string' ? parseIso(yearFirst(value.trim(), format)) : Number.NaN;
  const number = toNumber(value);
  const ms = Math.round(format === 's' ? number * 1000 : number);
  return Math.abs(ms) <= LIMIT_MS ? ms : Number.NaN;
}

/** A number, or NaN: '' and blanks are no number, unlike JavaScript's own conversion. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string' || value.trim() === '') return Number.NaN;
  return Number(value);
}

/**
 * ISO 8601 with a space or T, optional seconds and fractions, Z or an offset; without one it is UTC,
 * whatever the time zone of this machine. Days that do not exist are NaN.
 */
export function parseIso(text: string): number {
  const match = ISO.exec(text);
  if (!match) return Number.NaN;
  const [, y, mo, d, h = '0', mi = '0', s = '0', fraction = '', zone = ''] = match;
  const year = Number(y);
  const month = Number(mo);
  const day = Number(d);
  const hour = Number(h);
  const minute = Number(mi);
  const second = Number(s);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return Number.NaN;
  if (hour > 23 || minute > 59 || second > 60) return Number.NaN;
  const ms = Math.floor(Number(`0${fraction}`) * 1000);
  return Date.UTC(year, month - 1, day, hour, minute, second, ms) - offsetMs(zone);
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** 13.08.2010, 13/8/2010 or 13-08-2010 with the time of day of ISO behind, which may lack a leading zero. */
const YEAR_LAST = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:(?:T|,? +)(\d{1,2})(:.*))?$/;

/** Whether a text is a date that ends with the year, which may be read in two ways. */
export function isYearLast(text: string): boolean {
  return YEAR_LAST.test(text.trim());
}

/** The same date as ISO writes it; '' for what is none. */
function yearFirst(text: string, format: 'dmy' | 'mdy'): string {
  const [, first = '', , second = '', year = '', hour, rest = ''] = YEAR_LAST.exec(text) ?? [];
  const [day, month] = format === 'dmy' ? [first, second] : [second, first];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return hour === undefined ? date : `${date} ${hour.padStart(2, '0')}${rest}`;
}

function offsetMs(zone: string): number {
  if (zone === '' || /^(z|utc)$/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The format that the first values of a column are in; undefined when they are in none. */
export function guessTimeFormat(values: readonly unknown[]): 's' | 'ms' | 'iso' | undefined {
  const filled = values.filter(value => value !== null && value !== undefined && value !== '');
  const numbers = filled.map(toNumber).filter(Number.isFinite);
  const isoCount = filled.filter(value => !Number.isNaN(parseTime(value, 'iso'))).length;
  if (isoCount > numbers.length) return 'iso';
  if (numbers.length === 0) return undefined;
  const largest = Math.max(...numbers.map(Math.abs));
  // 1e11 seconds are the year 5138; 1e11 milliseconds March 1973.
  return largest >= 1e11 ? 'ms' : 's';
}
