import { expect, test } from 'vitest';
import {
  fieldsOf,
  parseList,
  parseNumber,
  parseWritten,
  written,
} from '../../../src-renderer/notebook/form-fields.js';

const schema = {
  type: 'object',
  properties: {
    dataset: { type: 'string' },
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
  expect(fields[0]).toMatchObject({ required: true, refersTo: ['import', 'world', 'dataset'] });
  expect(fields[1]).toMatchObject({ unit: 'd', maximum: 90, placeholder: '28', whole: true });
});

test('a number out of its range is refused with the bound', () => {
  const [, days] = fieldsOf(schema);
  if (!days) throw new Error('internal: the schema has a second field');
  expect(parseNumber('91', days)).toEqual({ problem: 'At most 90.' });
  expect(parseNumber('1.5', days)).toEqual({ problem: 'A whole number is needed.' });
  expect(parseNumber('14', days)).toEqual({ value: 14 });
});

test('a list is parted by commas, with or without brackets', () => {
  expect(parseList('[once, 10,  daily]')).toEqual(['once', 10, 'daily']);
});

test('two runs, which each have their place, are a list', () => {
  const run = { type: 'string' };
  const [runs] = fieldsOf({
    type: 'object',
    properties: { runs: { type: 'array', prefixItems: [run, run] } },
  });
  expect(runs).toMatchObject({ input: 'list', refersTo: ['train'] });
});

test('what is more than words and numbers is typed as YAML, and shown so that it is read back', () => {
  const [set] = fieldsOf({ type: 'object', properties: { set: { type: 'object' } } });
  expect(set?.input).toBe('other');
  const value = { users: 4000, 'a: b': ['x, y', true, '3'] };
  expect(parseWritten(written(value))).toEqual({ value });
  expect(parseWritten('{ users: 4000')).toEqual({
    problem: expect.stringMatching(/^Not YAML: .+\.$/),
  });
});
