import { expect, test } from 'vitest';
import { basisWords } from '../../../src-renderer/cells/train/cost-words.js';
import { GENERAL, groupsOf, trainFields } from '../../../src-renderer/cells/train/train-fields.js';

const schema = {
  type: 'object',
  properties: {
    objective: { type: 'string', enum: ['denseAllAction', 'sasrec'] },
    steps: { type: 'integer', minimum: 1, maximum: 100 },
    model: {
      type: 'object',
      properties: {
        hidden: { type: 'integer', description: 'H' },
        features: { type: 'object', properties: { pin: { type: 'boolean' } } },
      },
    },
  },
};

test('every setting becomes a field under its dotted key, however deep it lies', () => {
  expect(trainFields(schema).map(({ label }) => label)).toEqual([
    'objective',
    'steps',
    'model.hidden',
    'model.features.pin',
  ]);
});

test('a field keeps its path, range and description', () => {
  const [, steps, hidden] = trainFields(schema);
  expect(steps).toMatchObject({ path: ['steps'], input: 'number', minimum: 1, maximum: 100 });
  expect(hidden).toMatchObject({ path: ['model', 'hidden'], description: 'H' });
});

test('groups are those of the config, and the objective has its own place', () => {
  const groups = groupsOf(trainFields(schema));
  expect(groups.map(({ title, fields }) => [title, fields.map(({ label }) => label)])).toEqual([
    [GENERAL, ['steps']],
    ['model', ['model.hidden', 'model.features.pin']],
  ]);
});

test('an estimate says where its time comes from', () => {
  const estimate = { parameters: 1, memoryBytes: 1, steps: 10, seconds: 1, measuredOn: 'dense-1' };
  expect(basisWords({ ...estimate, secondsPerStep: 0.1, basis: 'measured' })).toBe(
    '0.1 s a step, as dense-1 took on this machine.',
  );
  expect(basisWords({ ...estimate, seconds: null, secondsPerStep: null, basis: null })).toContain(
    'nothing has been trained here yet',
  );
});
