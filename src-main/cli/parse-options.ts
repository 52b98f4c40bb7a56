import { UsageError } from './usage-error.js';

/** A whole number at least `least`, for commander's argParser. */
export function wholeNumber(option: string, least = 0): (text: string) => number {
  return text => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new UsageError(`"${text}" is no whole number of at least ${least}.`, { where: option });
  };
}
