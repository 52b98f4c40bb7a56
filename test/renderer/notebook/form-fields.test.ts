import { expect, test } from 'vitest';
import { z } from 'zod';
import { cellSchemas } from '../../../src-main/contract/cells.js';
import { fieldsOf } from '../../../src-renderer/notebook/form-fields.js';

const schema = {
  type: 'object',
  properties: {
    dataset: { type: 'string', refersTo: 'dataset' },
    windowDays: { type: 'integer', minimum: 1, maximum: 90, default: 28 },
    objective: { enum: ['denseAllAction', 'sasrec'], default: 'denseAllAction' },
    model: { type: 'object', properties: { width: { type: 'integer' } } },
  },
  required: ['dataset'],
};

test('a schema becomes fields with units, ranges, choices and defaults as placeholders', () => {
  const fields = fieldsOf(schema);
  expect(fields.map(field => [field.path.join('.'), field.input])).toEqual([
    ['dataset', 'text'],
    ['windowDays', 'number'],
    ['objective', 'choice'],
    ['model.width', 'number'],
  ]);
  expect(fields[0]).toMatchObject({ required: true, refersTo: 'dataset' });
  expect(fields[1]).toMatchObject({ unit: 'd', maximum: 90, placeholder: '28', whole: true });
});

/** A field of a kind of cell, as the engine describes its settings. */
function fieldOf(kind: keyof typeof cellSchemas, name: string) {
  const fields = fieldsOf(z.toJSONSchema(cellSchemas[kind], { io: 'input' }));
  return fields.find(({ label }) => label === name);
}

test('the two runs of a comparison are a list of two texts that name runs', () => {
  const pair = { input: 'list', count: 2, holds: 'text', refersTo: 'run', required: true };
  expect(fieldOf('compare', 'runs')).toMatchObject(pair);
  expect(fieldOf('simulate', 'runs')).toMatchObject({ ...pair, count: undefined });
});

test('a mapping is text of YAML, with the type of its values where they have one', () => {
  const mapping = { input: 'yaml', isMapping: true };
  expect(fieldOf('world', 'set')).toMatchObject({ ...mapping, holds: 'number' });
  expect(fieldOf('train', 'set')).toMatchObject({ ...mapping, holds: undefined });
  expect(fieldOf('import', 'columns')).toMatchObject({ ...mapping, holds: undefined });
});

test('a time is a word, and one in milliseconds a number', () => {
  expect(fieldOf('timeline', 'at')).toMatchObject({ input: 'text', holds: undefined });
  expect(fieldOf('timeline', 'user')).toMatchObject({ input: 'text', holds: 'text' });
});

test('what a cell makes is a new name and refers to nothing', () => {
  expect(fieldOf('world', 'dataset')).toMatchObject({ input: 'text', refersTo: undefined });
  expect(fieldOf('profile', 'dataset')).toMatchObject({ input: 'text', refersTo: 'dataset' });
});

test.each(Object.keys(cellSchemas) as (keyof typeof cellSchemas)[])(
  'every setting of %s has an input',
  kind => {
    const fields = fieldsOf(z.toJSONSchema(cellSchemas[kind], { io: 'input' }));
    expect(fields.map(({ label }) => label)).toEqual(Object.keys(cellSchemas[kind].shape));
  },
);
