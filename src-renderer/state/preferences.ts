/**
 * What a reader likes, kept on this machine: theme, panel, folded cells. A browser may refuse its
 * storage; then likings last as long as the page.
 */

const PREFIX = 'pinnerformer.';
const kept = new Map<string, string>();

/** The value under a name, checked by `is`; `fallback` where there is none or it is something else. */
export function readPreference<Value>(
  name: string,
  is: (value: unknown) => value is Value,
  fallback: Value,
): Value {
  const text = kept.get(name) ?? stored(name);
  if (text === null) return fallback;
  try {
    const value: unknown = JSON.parse(text);
    return is(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

export function writePreference(name: string, value: unknown): void {
  const text = JSON.stringify(value);
  kept.set(name, text);
  try {
    localStorage.setItem(PREFIX + name, text);
  } catch {
    // Full, or refused: the map above serves until the page goes.
  }
}

function stored(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isText = (value: unknown): value is string => typeof value === 'string';
export const isTextOrNull = (value: unknown): value is string | null =>
  value === null || isText(value);
export const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isText);
