import type { CellKind } from '../cell-kind.js';
import { indexTables } from './tables.js';

export const indexKind: CellKind<'index'> = {
  kind: 'index',
  promise: 'An approximate index of pins, measured against exact search.',
  sample: 'run: $dense\nefSearch: 64\n',
  follows: false,
  component: () => import('./IndexCell.svelte'),
  tables: indexTables,
};
