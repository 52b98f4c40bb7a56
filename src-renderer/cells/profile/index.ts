import type { CellKind } from '../cell-kind.js';
import { profileTables } from './tables.js';

export const profileKind: CellKind<'profile'> = {
  kind: 'profile',
  promise: 'What a data set holds, what can be measured on it, and what will mislead.',
  sample: 'dataset: $data\n',
  follows: false,
  component: () => import('./ProfileCell.svelte'),
  tables: profileTables,
  exported: 2,
};
