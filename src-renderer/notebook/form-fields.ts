/**
 * From the JSON Schema of a kind's settings to the fields of its form. Pure. A schema that says more
 * than a form can show becomes a field for text of YAML, so that nothing is out of reach.
 */

import { parse, stringify } from 'yaml';

export type FieldInput = 'number' | 'text' | 'boolean' | 'choice' | 'list' | 'other';

export interface FormField {
  readonly path: readonly string[];
  readonly label: string;
  readonly description?: string | undefined;
  readonly input: FieldInput;
  /** Of choices, and of lists whose items are choices. */
  readonly options?: readonly string[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly whole: boolean;
  /** s, d, pins …: from the end of the name. */
  readonly unit?: string | undefined;
  /** The default, as it would be written. */
  readonly placeholder?: string | undefined;
  readonly required: boolean;
  /** Kinds of cell that the value may name. */
  readonly refersTo?: readonly string[] | undefined;
}

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/Days$/, 'd'],
  [/Hours$/, 'h'],
  [/Minutes$/, 'min'],
  [/Seconds$/, 's'],
  [/Ms$/, 'ms'],
];

/** Settings whose value is another cell, a run or a data set, where the schema does not say. */
const REFERENCES: Readonly<Record<string, readonly string[]>> = {
  dataset: ['import', 'world', 'dataset'],
  model: ['train'],
  models: ['train'],
  run: ['train'],
  runs: ['train'],
  simulation: ['simulate'],
};

/** Fields in the order of the schema; objects are opened one level deep. */
export function fieldsOf(schema: Schema, path: readonly string[] = []): readonly FormField[] {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const required = new Set(Array.isArray(schema.required) ? schema.required.map(String) : []);
  return Object.entries(properties).flatMap(([name, raw]) => {
    if (!isSchema(raw)) return [];
    const property = withoutNull(resolve(raw, schema));
    if (property.type === 'object' && isSchema(property.properties) && path.length === 0) {
      return fieldsOf(property, [name]);
    }
    return [fieldOf([...path, name], property, raw, required.has(name))];
  });
}

function fieldOf(
  path: readonly string[],
  schema: Schema,
  raw: Schema,
  required: boolean,
): FormField {
  const name = path.at(-1) as string;
  const described = text(raw.description) ?? text(schema.description);
  const fallback = 'default' in raw ? raw.default : schema.default;
  const items = itemsOf(schema);
  const options = optionsOf(schema) ?? (items ? optionsOf(items) : undefined);
  return {
    path,
    label: name,
    description: described,
    input: inputOf(schema, items, options),
    options,
    minimum: number(schema.minimum) ?? number(schema.exclusiveMinimum),
    maximum: sensible(number(schema.maximum) ?? number(schema.exclusiveMaximum)),
    whole: schema.type === 'integer',
    unit: UNITS.find(([ending]) => ending.test(name))?.[1],
    placeholder: fallback === undefined ? undefined : written(fallback),
    required: required && fallback === undefined,
    refersTo: REFERENCES[name],
  };
}

/** What a list holds; of a list whose places are described one by one, what stands at the first. */
function itemsOf({ items, prefixItems }: Schema): Schema | undefined {
  const described = Array.isArray(prefixItems) ? prefixItems[0] : items;
  return isSchema(described) ? withoutNull(described) : undefined;
}

function inputOf(
  schema: Schema,
  items: Schema | undefined,
  options: readonly string[] | undefined,
): FieldInput {
  if (schema.type === 'array') return items && isPlain(items) ? 'list' : 'other';
  if (options) return 'choice';
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (schema.type === 'boolean') return 'boolean';
  if (schema.type === 'string') return 'text';
  return isPlain(schema) ? 'text' : 'other';
}

/** Words, numbers, or several ways to write one: what fits on a line without braces. */
function isPlain(schema: Schema): boolean {
  const ways = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(ways)) return ways.every(way => isSchema(way) && isPlain(way));
  return (
    ['string', 'number', 'integer', 'boolean'].includes(String(schema.type)) ||
    'const' in schema ||
    Array.isArray(schema.enum)
  );
}

function optionsOf(schema: Schema): readonly string[] | undefined {
  if (Array.isArray(schema.enum)) return schema.enum.map(String);
  const ways = schema.anyOf ?? schema.oneOf;
  if (!Array.isArray(ways)) return undefined;
  const words = ways.flatMap(way =>
    isSchema(way) ? ('const' in way ? [String(way.const)] : (optionsOf(way) ?? [])) : [],
  );
  const onlyWords = ways.every(way => isSchema(way) && ('const' in way || Array.isArray(way.enum)));
  return onlyWords && words.length > 0 ? words : undefined;
}

/** anyOf [x, null] is x. */
function withoutNull(schema: Schema): Schema {
  const ways = schema.anyOf;
  if (!Array.isArray(ways)) return schema;
  const rest = ways.filter(way => !(isSchema(way) && way.type === 'null'));
  return rest.length === 1 && isSchema(rest[0])
    ? { ...schema, anyOf: undefined, ...rest[0] }
    : schema;
}

/** Follows one '#/$defs/name'. */
function resolve(schema: Schema, root: Schema): Schema {
  const name = text(schema.$ref)?.split('/').at(-1);
  const found = name !== undefined && isSchema(root.$defs) ? root.$defs[name] : undefined;
  return isSchema(found) ? found : schema;
}

/** JavaScript's own limits are no ranges that a person should read. */
function sensible(value: number | undefined): number | undefined {
  return value !== undefined && Math.abs(value) < 1e12 ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A value on one line, as YAML reads it. */
export function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (isSchema(value)) return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  return value === null || value === undefined ? '' : String(value);
}

/** What stands in the settings under a path; undefined when nothing does. */
export function valueAt(config: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isSchema(at) ? at[key] : undefined), config);
}

/** What is typed into a field that takes more than words and numbers, or why it cannot be taken. */
export function parseWritten(
  typed: string,
): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: parse(typed) };
  } catch (error) {
    const [said = ''] = error instanceof Error ? error.message.split(/ at line|\n/) : [];
    return { problem: `Not YAML: ${said}.` };
  }
}

/** The items of a list as it is typed: parted by commas, numbers where they are numbers. */
export function parseList(typed: string): readonly (string | number)[] {
  return typed
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')
    .map(item => (/^-?\d+(\.\d+)?$/.test(item) ? Number(item) : item));
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
