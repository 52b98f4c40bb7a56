import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { cellSchemas } from '../../src-main/contract/cells.js';
import { readSettings } from '../../src-main/notebook/settings.js';

const schema = z.strictObject({
  dataset: z.string(),
  preset: z.enum(['tiny', 'small']).default('tiny'),
  steps: z.int().min(1).optional(),
  set: z.record(z.string(), z.unknown()).default({}),
});
const only = (source: string) => {
  const { config, problems } = readSettings(source, schema);
  expect([config, problems.length]).toEqual([null, 1]);
  return problems[0]!;
};

test('settings that fit have their defaults filled in', () => {
  expect(readSettings('dataset: d # mine\nset: {a.b: 1}', schema)).toEqual({
    config: { dataset: 'd', preset: 'tiny', set: { 'a.b': 1 } },
    problems: [],
  });
});

test('wrong YAML is one error at its line, however many follow from it', () => {
  expect(only('dataset: d\n  preset: [tiny')).toMatchObject({
    severity: 'error',
    line: 2,
    column: 3,
    length: 6,
    remedy: 'Indent it by 0 spaces.',
    message: 'preset is indented by 2 spaces, which fits no line above.',
  });
  expect(only('dataset: d\ndataset: e')).toMatchObject({ line: 2, column: 1 });
});

test('an unknown key is told where it stands, with a repair that writes the nearest', () => {
  const source = 'dataset: d\nprest: small # by hand\n';
  const problem = only(source);
  expect(problem).toMatchObject({
    line: 2,
    column: 1,
    length: 5,
    remedy: 'Did you mean preset?',
    repair: { label: 'Write preset', source: source.replace('prest', 'preset') },
  });
  expect(readSettings(problem.repair?.source ?? '', schema).problems).toEqual([]);
});

test('a value out of its range or choices is told where it stands, a missing one by its name', () => {
  expect(only('dataset: d\nsteps: 0')).toMatchObject({ line: 2, column: 8, length: 1 });
  expect(only('dataset: d\npreset: smal')).toMatchObject({
    line: 2,
    column: 9,
    remedy: 'Give tiny, small.',
    repair: { source: 'dataset: d\npreset: small' },
  });
  expect(only('preset: tiny').message).toBe('dataset is missing.');
});

test('what is wrong with a setting is said in words, with what it wants', () => {
  const said = (source: string, kind: keyof typeof cellSchemas) =>
    readSettings(source, cellSchemas[kind]).problems.map(({ message, remedy }) => [
      message,
      remedy,
    ]);
  expect(said('', 'dataset')).toEqual([
    ['dataset is missing.', 'Give: data set, or the cell that makes it.'],
  ]);
  expect(said('run: a\nk: 999', 'retrieve')).toEqual([['k is 999, too big.', 'Give at most 200.']]);
  expect(said('run: a\nk: ten', 'retrieve')).toEqual([
    ['k is ten, not a number.', 'Give: pins retrieved.'],
  ]);
  expect(said('run: a\nk: 2.5', 'retrieve')).toEqual([
    ['k is 2.5, not a whole number.', 'Give: pins retrieved.'],
  ]);
  expect(said('runs: []', 'simulate')).toEqual([['runs is [], too few.', 'Give at least 1.']]);
  expect(said('dataset: d\npreset: big', 'train')[0]?.[0]).toBe(
    'preset is big, which is no choice.',
  );
});

test('a list or a word instead of settings is an error, not a crash', () => {
  for (const source of ['- a', 'word', '3', '"'])
    expect(readSettings(source, schema).config, source).toBeNull();
});

test('an alias of nothing, and aliases that multiply, are errors of their cell', () => {
  expect(only('dataset: *none')).toMatchObject({
    line: 1,
    column: 10,
    length: 5,
    message: '*none stands for a value marked &none, and there is none.',
  });
  expect(only('dataset:d').repair?.source).toBe('dataset: d');
  const lists = 'abcdefghi'
    .split('')
    .map((name, i, all) => `${name}: &${name} [${i ? Array(9).fill(`*${all[i - 1]}`) : '1'}]`);
  expect(only(lists.join('\n')).message).toMatch(/alias/);
});

test('whatever is typed is read, or told within its lines', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc
      .array(
        fc.constantFrom('dataset', ':', ' ', '\n', '[', '{', '- ', '#', '&a', '*a', '!!x', '"'),
      )
      .map(parts => parts.join('')),
  );
  fc.assert(
    fc.property(text, source => {
      const { config, problems } = readSettings(source, schema);
      expect(config === null).toBe(problems.length > 0);
      for (const { line, column, length } of problems) {
        expect(line).toBeLessThanOrEqual(source.split('\n').length + 1);
        expect(Math.min(line, column, length)).toBeGreaterThanOrEqual(1);
      }
    }),
    { numRuns: 300 },
  );
});
