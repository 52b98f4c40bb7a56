import { expect, test } from 'vitest';
import type { CellState, Provenance } from '../../../src-main/contract/notebook.js';
import { datasetsBeside } from '../../../src-renderer/notebook/shown-datasets.js';

const shows = (name: string): { state: CellState } => {
  const dataset = { name, contentHash: 'h' };
  return { state: { status: 'done', key: 'k', provenance: { dataset } as Provenance } };
};
const fresh: { state: CellState } = { state: { status: 'fresh' } };

test('what is chosen in a data set stands beside the notebooks that show it', () => {
  expect(datasetsBeside([fresh, shows('gowalla'), shows('gowalla')], 'world')).toEqual(['gowalla']);
  expect(datasetsBeside([shows('world')], 'world')).toEqual(['world']);
  expect(datasetsBeside([shows('gowalla')], null)).toEqual(['gowalla']);
});

test('of several data sets in one notebook, that of the selection comes first', () => {
  expect(datasetsBeside([shows('gowalla'), shows('world')], 'world')).toEqual(['world', 'gowalla']);
});

test('where no data set is shown, it is that of the selection', () => {
  expect(datasetsBeside(null, 'world')).toEqual(['world']);
  expect(datasetsBeside([fresh], 'world')).toEqual(['world']);
  expect(datasetsBeside([fresh], null)).toEqual([]);
});
