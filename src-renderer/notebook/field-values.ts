/** Between the values of settings and the texts in which a form shows and takes them. Pure. */
import { parse, stringify } from 'yaml';
import type { FormField } from './form-field.js';

type Mapping = Readonly<Record<string, unknown>>;
type Read = { readonly value: unknown } | { readonly problem: string };

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value on one line, as YAML reads it. */
export function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (isMapping(value)) return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  return value === null || value === undefined ? '' : String(value);
}

/** What stands in the settings under a path; undefined when nothing does. */
export function valueAt(config: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isMapping(at) ? at[key] : undefined), config);
}

/** A number as it is typed, or why it cannot be taken. */
export function parseNumber(
  typed: string,
  field: FormField,
): { readonly value: number } | { readonly problem: string } {
  const value = Number(typed.replace(/[\s\u2009_]/g, '').replace('\u2212', '-'));
  if (!Number.isFinite(value)) return { problem: `“${typed}” is not a number.` };
  if (field.whole && !Number.isInteger(value)) return { problem: 'A whole number is needed.' };
  if (field.minimum !== undefined && value < field.minimum) {
    return { problem: `At least ${field.minimum}.` };
  }
  if (field.maximum !== undefined && value > field.maximum) {
    return { problem: `At most ${field.maximum}.` };
  }
  return { value };
}

/** The places for a list's items: as many as it must have, else one more than it has. */
export function placesOf(value: unknown, { count }: Pick<FormField, 'count'>): readonly string[] {
  const items = Array.isArray(value)
    ? value.map(written)
    : value === undefined
      ? []
      : [written(value)];
  if (count === undefined) return [...items, ''];
  return [...items, ...Array<string>(Math.max(0, count - items.length)).fill('')];
}

/** The list that its places hold, null for none; or why it cannot be taken. */
export function parseList(
  places: readonly string[],
  { count, holds }: Pick<FormField, 'count' | 'holds'>,
): Read {
  const typed = places.map(item => item.trim()).filter(item => item !== '');
  if (typed.length === 0) return { value: null };
  if (count !== undefined && typed.length !== count) {
    const here = typed.length === 1 ? 'here is' : 'here are';
    return { problem: `${count} are needed, ${here} ${typed.length}.` };
  }
  return { value: typed.map(item => parseWord(item, { holds })) };
}

/** A number where one is meant and may be; else the text. */
export function parseWord(typed: string, { holds }: Pick<FormField, 'holds'>): string | number {
  return holds !== 'text' && /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed;
}

/** A value as text of YAML on as many lines as it needs; empty for none. */
export function yamlOf(value: unknown): string {
  return value === undefined || value === null ? '' : stringify(value, { lineWidth: 0 }).trimEnd();
}

/** Text of YAML as the value of a field, null for none; or why it cannot be taken. */
export function parseYaml(
  typed: string,
  { isMapping: mustMap = false, holds }: Pick<FormField, 'isMapping' | 'holds'>,
): Read {
  let value: unknown;
  try {
    value = parse(typed);
  } catch {
    const how = mustMap
      ? 'write one “name: value” a line, or {name: value}.'
      : 'write a word, a number or a list as [a, b].';
    return { problem: `This is not valid YAML: ${how}` };
  }
  if (!mustMap || value === null) return { value };
  if (!isMapping(value)) return { problem: 'Write one “name: value” a line.' };
  const odd = Object.entries(value).find(([, of]) => holds === 'number' && typeof of !== 'number');
  if (odd) return { problem: `${odd[0]} is ${written(odd[1]) || 'empty'}, not a number.` };
  return { value };
}

/** The settings that turn one value into another: key by key where both are mappings, so that the rest stays as it is written. */
export function changedSettings(
  path: readonly string[],
  before: unknown,
  after: unknown,
): readonly { readonly path: string[]; readonly value: unknown }[] {
  if (!isMapping(before) || !isMapping(after) || Object.keys(after).length === 0)
    return [{ path: [...path], value: after }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys
    .filter(key => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map(key => ({ path: [...path, key], value: after[key] ?? null }));
}
