import { UsageError } from './usage-error.js';

/** A whole number at least `least`, for commander's argParser. */
export function wholeNumber(option: string, least = 0): (text: string) => number {
  return text => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new UsageError(`"${text}" is no whole number of at least ${least}.`, { where: option });
  };
}

/** `user=1,pin=2` as pairs in their order; every part needs a name and a value. */
export function keyValuePairs(text: string, option: string): [key: string, value: string][] {
  return text.split(',').map(part => {
    const at = part.indexOf('=');
    const key = part.slice(0, at).trim();
    const value = part.slice(at + 1).trim();
    if (at > 0 && key && value) return [key, value];
    throw new UsageError(`"${part}" is not of the form name=value.`, {
      where: option,
      remedy: `Write for example ${option} user=1,pin=2,at=4.`,
    });
  });
}

/** `once, daily` as a list of words; an empty one is refused. */
export function wordList(text: string, option: string): string[] {
  const words = text.split(',').map(word => word.trim());
  if (words.every(word => word !== '')) return words;
  throw new UsageError(`"${text}" has an empty entry.`, {
    where: option,
    remedy: 'Separate the entries by single commas.',
  });
}
