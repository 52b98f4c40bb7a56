import type { FormField } from '../../notebook/form-field.js';
import { fieldsOf } from '../../notebook/form-fields.js';

type Schema = Readonly<Record<string, unknown>>;

/** Settings that stand above the others: what decides a training's cost and what it learns. */
export const FIRST_KEYS: readonly string[] = [
  'steps',
  'windowDays',
  'model.sequenceLength',
  'model.hidden',
  'model.layers',
  'batchUsers',
  'negatives.random',
  'optimizer.learningRate',
];

/** Fields of this group have no object around them in the config. */
export const GENERAL = 'training';

export interface FieldGroup {
  readonly title: string;
  readonly fields: readonly FormField[];
}

/** Every setting of a training as a field, at whatever depth, by the dotted key under which `set` takes it. */
export function trainFields(schema: Schema, path: readonly string[] = []): readonly FormField[] {
  return Object.entries(isSchema(schema.properties) ? schema.properties : {}).flatMap(
    ([name, property]) => {
      if (!isSchema(property)) return [];
      const isGroup = isSchema(property.properties);
      return isGroup
        ? trainFields(property, [...path, name])
        : fieldsOf({ properties: { [name]: property } }, path).map(field => ({
            ...field,
            path: [...path, name],
            label: keyOf([...path, name]),
          }));
    },
  );
}

/** By the first word of the key, in the schema's order; `objective` has its own place in the form. */
export function groupsOf(fields: readonly FormField[]): readonly FieldGroup[] {
  const groups = new Map<string, FormField[]>();
  for (const field of fields) {
    if (field.label === 'objective') continue;
    const [first] = field.path;
    const title = field.path.length > 1 && first !== undefined ? first : GENERAL;
    groups.set(title, [...(groups.get(title) ?? []), field]);
  }
  return [...groups].map(([title, own]) => ({ title, fields: own }));
}

export function keyOf(path: readonly string[]): string {
  return path.join('.');
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
