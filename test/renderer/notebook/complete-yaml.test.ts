import { expect, test } from 'vitest';
import { completeYaml } from '../../../src-renderer/notebook/complete-yaml.js';
import type { FormField } from '../../../src-renderer/notebook/form-field.js';

const fieldOf = (label: string, refersTo: FormField['refersTo']): FormField => ({
  path: [label],
  label,
  input: 'text',
  whole: false,
  required: true,
  refersTo,
});
const words = {
  fields: [fieldOf('dataset', 'dataset'), fieldOf('run', 'run'), fieldOf('as', undefined)],
  cells: [
    { name: 'mine', kind: 'import' },
    { name: 'dense', kind: 'train' },
    { name: 'life', kind: 'timeline' },
  ],
  names: { dataset: ['world'], run: ['dense-1'] },
};
const offered = (before: string) =>
  completeYaml(before, words, 'yaml')?.options.map(({ insert }) => insert);

test('a setting that names a data set or run is offered the cells that make one and what the workspace has', () => {
  expect(offered('dataset: ')).toEqual(['$mine', 'world']);
  expect(offered('run: de')).toEqual(['$dense', 'dense-1']);
  expect(offered('as: x')).toBeUndefined();
});
