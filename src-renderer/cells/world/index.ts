import type { CellKind } from '../cell-kind.js';
import { datasetTables } from '../dataset/tables.js';

export const worldKind: CellKind<'world'> = {
  kind: 'world',
  promise: 'A synthetic Pinterest whose truth is known: sample worlds are one click away.',
  sample: 'size: tiny\n',
  follows: false,
  component: () => import('./WorldCell.svelte'),
  tables: datasetTables,
};
