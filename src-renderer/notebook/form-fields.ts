import { written } from './field-values.js';
import type { FieldInput, FormField, Referred } from './form-field.js';

/**
 * From the JSON Schema of a kind's settings to the fields of its form. Pure. A schema that says more
 * than a line can hold becomes a field for text of YAML, so that nothing is out of reach.
 */

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
  const tuple = Array.isArray(schema.prefixItems) ? schema.prefixItems : undefined;
  const item: unknown = tuple?.[0] ?? schema.items;
  const items = isSchema(item) ? withoutNull(item) : undefined;
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
    refersTo: referredBy(items ?? schema),
    count: tuple?.length,
    holds: typeOf(items ?? (schema.type === 'object' ? schema.additionalProperties : schema)),
    isMapping: schema.type === 'object',
  };
}

function inputOf(
  schema: Schema,
  items: Schema | undefined,
  options: readonly string[] | undefined,
): FieldInput {
  if (schema.type === 'array') return items && isPlain(items) ? 'list' : 'yaml';
  if (options) return 'choice';
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (schema.type === 'boolean') return 'boolean';
  if (schema.type === 'string') return 'text';
  return isPlain(schema) ? 'text' : 'yaml';
}

function referredBy({ refersTo }: Schema): Referred | undefined {
  return refersTo === 'dataset' || refersTo === 'run' ? refersTo : undefined;
}

function typeOf(schema: unknown): 'number' | 'text' | undefined {
  if (!isSchema(schema)) return undefined;
  if (schema.type === 'number' || schema.type === 'integer') return 'number';
  return schema.type === 'string' ? 'text' : undefined;
}

const PLAIN: readonly string[] = ['string', 'number', 'integer', 'boolean'];

/** Words, numbers, or several ways to write one: what fits on a line without braces. */
function isPlain(schema: Schema): boolean {
  const ways = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(ways)) return ways.every(way => isSchema(way) && isPlain(way));
  return (
    [schema.type].flat().every(type => PLAIN.includes(String(type))) ||
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
