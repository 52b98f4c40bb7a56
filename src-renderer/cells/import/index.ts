import type { CellKind } from '../cell-kind.js';
import { importTables } from './tables.js';

export const importKind: CellKind<'import'> = {
  kind: 'import',
  promise: 'Actions from CSV, JSON lines or Parquet files, as a data set.',
  sample: 'files: [actions.csv]\ndataset: my-data\n',
  follows: false,
  startsItself: true,
  component: () => import('./ImportCell.svelte'),
  tables: importTables,
};
