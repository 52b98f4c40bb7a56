import { expect, test } from 'vitest';
import { secondTraining } from '../../../src-renderer/notebook/second-training.js';

const cell = (kind: string, name: string | null, source = '', config: object | null = {}) => ({
  id: `id-${name}`,
  kind,
  name,
  source,
  config: config as Readonly<Record<string, unknown>> | null,
});
const model = cell('train', 'model', 'dataset: $data # mine\nset:\n  steps: 20\n', {
  dataset: 'd',
  objective: 'denseAllAction',
});

test('a notebook with one training lacks the same with the other objective, under a free name', () => {
  expect(secondTraining([cell('world', 'sasrec'), model])).toEqual({
    below: 'id-model',
    name: 'sasrec-2',
    source: 'dataset: $data # mine\nset:\n  steps: 20\nobjective: sasrec',
    runs: ['model', 'sasrec-2'],
  });
  const next = cell('train', 'next', 'objective: sasrec\ndataset: $d', { objective: 'sasrec' });
  expect(secondTraining([next])).toMatchObject({
    name: 'dense',
    source: 'objective: denseAllAction\ndataset: $d',
  });
});

test('nothing is proposed beside several trainings, none, one without a name or a wrong one', () => {
  const wrong = cell('train', 'wrong', 'dataset: [', null);
  for (const cells of [[], [model, cell('train', 'b')], [cell('train', null)], [wrong]])
    expect(secondTraining(cells)).toBeNull();
});
