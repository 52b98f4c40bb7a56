import { promises as fs } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { badInput, StudioError } from '../base/errors.js';
import { suggest } from '../base/nearest.js';

/** A column by its name in the header or by its position from 1. */
const column = z.union([z.string().min(1), z.int().min(1)]);
export type ColumnRef = z.infer<typeof column>;

const table = {
  /** Several characters may stand for one delimiter; guessed when absent. */
  delimiter: z.string().min(1).optional(),
  header: z.union([z.boolean(), z.literal('auto')]).optional(),
  encoding: z.enum(['auto', 'utf-8', 'latin-1']).optional(),
  quotes: z.boolean().optional(),
};

export const ACTION_FIELDS = [
  'user',
  'pin',
  'at',
  'type',
  'surface',
  'duration',
  'rating',
  'lat',
  'lon',
] as const;
export type ActionField = (typeof ACTION_FIELDS)[number];

export const PIN_FIELDS = [
  'pin',
  'title',
  'interests',
  'url',
  'image',
  'embedding',
  'lat',
  'lon',
] as const;
export type PinField = (typeof PIN_FIELDS)[number];

const fields = <T extends string>(names: readonly T[]) =>
  z.strictObject(
    Object.fromEntries(names.map(name => [name, column.optional()])) as {
      [name in T]: z.ZodOptional<typeof column>;
    },
  );

const pinsSchema = z.strictObject({
  ...table,
  /** Relative to the mapping file when it stands in one. */
  file: z.string().optional(),
  columns: fields(PIN_FIELDS).optional(),
  interestsSeparator: z.string().min(1).optional(),
  /** Between the numbers of an embedding in a text column; blanks and commas by default. */
  embeddingSeparator: z.string().min(1).optional(),
  /** Interests made from other columns: a grid of places, kinds of place in the title. */
  interestsFrom: z.array(z.enum(['geoCell', 'titleWord'])).optional(),
});

/** How files become actions and pins: the same in a YAML file, in flags and in presets. */
export const mappingSchema = z.strictObject({
  ...table,
  columns: fields(ACTION_FIELDS).optional(),
  time: z.enum(['s', 'ms', 'iso', 'dmy', 'mdy', 'order']).optional(),
  positive: z.string().min(1).optional(),
  pins: pinsSchema.optional(),
});
export type ImportMapping = z.infer<typeof mappingSchema>;
export type PinsMapping = z.infer<typeof pinsSchema>;

/** Checks a mapping; BAD_INPUT names the key, and for an unknown one the nearest that exist. */
export function checkMapping(value: unknown, where: string): ImportMapping {
  const result = mappingSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const place = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    throw badInput(`"${[place, key].filter(Boolean).join('.')}" is no key of a mapping.`, {
      where,
      remedy: suggest(key, keysAt(issue.path)),
    });
  }
  throw badInput(`the mapping's ${place || 'content'} is not valid: ${issue.message}.`, { where });
}

/** Reads a YAML mapping file. */
export async function readMapping(path: string): Promise<ImportMapping> {
  let text: string;
  try {
    text = await fs.readFile(path, 'utf8');
  } catch (cause) {
    throw new StudioError('NOT_FOUND', 'the mapping file cannot be read.', {
      where: path,
      remedy: 'Check the path given as `map`.',
      cause,
    });
  }
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw badInput(`the mapping file is not YAML: ${message}`, { where: path, cause });
  }
  return checkMapping(value ?? {}, path);
}

/** `user=1,pin=2` of --columns and --pin-columns: digits are positions, other words names. */
export function parseColumns<T extends string>(
  text: string,
  known: readonly T[],
  flag: string,
): Partial<Record<T, ColumnRef>> {
  const columns: Partial<Record<T, ColumnRef>> = {};
  for (const part of text.split(',')) {
    const [name, reference, ...rest] = part.split('=').map(word => word.trim());
    if (!name || !reference || rest.length > 0)
      throw badInput(`"${part}" is not of the form name=column.`, {
        where: flag,
        remedy: `Write for example ${flag} ${known[0]}=1,${known[1]}=2.`,
      });
    if (!known.includes(name as T))
      throw badInput(`"${name}" is nothing that a column can be mapped to.`, {
        where: flag,
        remedy: suggest(name, known),
      });
    columns[name as T] = /^[1-9]\d*$/.test(reference) ? Number(reference) : reference;
  }
  return columns;
}

/** Preset, then mapping file, then flags: later ones win, columns one by one. */
export function mergeMappings(...mappings: readonly ImportMapping[]): ImportMapping {
  const merged: ImportMapping = {};
  for (const mapping of mappings) {
    const { columns, pins, ...rest } = mapping;
    Object.assign(merged, rest);
    if (columns) merged.columns = { ...merged.columns, ...columns };
    if (pins)
      merged.pins = {
        ...merged.pins,
        ...pins,
        ...(pins.columns ? { columns: { ...merged.pins?.columns, ...pins.columns } } : {}),
      };
  }
  return merged;
}

function keysAt(path: readonly PropertyKey[]): string[] {
  if (path[0] === 'columns') return [...ACTION_FIELDS];
  if (path[0] === 'pins' && path[1] === 'columns') return [...PIN_FIELDS];
  return Object.keys((path[0] === 'pins' ? pinsSchema : mappingSchema).shape);
}
