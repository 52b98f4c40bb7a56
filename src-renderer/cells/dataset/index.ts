import type { CellKind } from '../cell-kind.js';
import { datasetTables } from './tables.js';

export const datasetKind: CellKind<'dataset'> = {
  kind: 'dataset',
  promise: 'A data set of this workspace, by name.',
  sample: 'dataset: my-data\n',
  follows: false,
  component: () => import('./DatasetCell.svelte'),
  tables: datasetTables,
};
