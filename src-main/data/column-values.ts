import { guessTimeFormat, parseIso, toNumber } from './parse-time.js';

/** Times by number must lie here: 1995 to 2050. */
const [EARLIEST_SECONDS, LATEST_SECONDS] = [7.9e8, 2.53e9];
const SAMPLE_SHARE = 0.9;

/** Below this many rows nothing is told of how often values return. */
const MANY_ROWS = 20;
const MOST_KINDS = 20;

export const isTimeText = (text: string) => /\d{4}-\d/.test(text) && !Number.isNaN(parseIso(text));

export function most(values: readonly string[], fits: (text: string) => boolean): boolean {
  const given = values.filter(text => text !== '');
  return given.length > 0 && given.filter(fits).length >= SAMPLE_SHARE * given.length;
}

export function isTimes(values: readonly string[]): boolean {
  if (most(values, isTimeText)) return true;
  const isSeconds = (text: string) => {
    const number = toNumber(text);
    const seconds = number > LATEST_SECONDS ? number / 1000 : number;
    return seconds >= EARLIEST_SECONDS && seconds <= LATEST_SECONDS;
  };
  // Ids may be as large, but are hardly ever all of them within these decades.
  return most(values, isSeconds) && guessTimeFormat(values) !== undefined;
}

export function isDegrees(values: readonly string[], limit: number): boolean {
  return most(values, text => /\.\d{2,}/.test(text) && Math.abs(toNumber(text)) <= limit);
}

/** How many rows differ from the one before, in tens of per cent: less is noise. */
export function changesOf(values: readonly string[]): number {
  const changes = values.filter((value, row) => row > 0 && value !== values[row - 1]).length;
  return Math.round((10 * changes) / Math.max(1, values.length - 1));
}

/** A few values that return again and again in turns; those of a log kept user by user do not. */
export function isFew(values: readonly string[]): boolean {
  const given = values.filter(text => text !== '');
  const different = new Set(given).size;
  if (given.length < MANY_ROWS || different < 2) return false;
  const changes = given.filter((value, row) => row > 0 && value !== given[row - 1]).length;
  return different <= Math.min(MOST_KINDS, given.length / 5) && changes >= 2 * different;
}

export const isRating = (values: readonly string[]) =>
  most(values, text => {
    const number = toNumber(text);
    return number >= 0 && number <= 10 && Number.isInteger(2 * number);
  });

export const isWords = (values: readonly string[]) => most(values, text => /\p{L}/u.test(text));

/** Whole numbers or short words; not fractions, times or sentences. */
export function isIds(values: readonly string[]): boolean {
  return most(
    values,
    text => text.length <= 64 && !/^-?\d*\.\d+$/.test(text) && !/\s\S+\s/.test(text),
  );
}
