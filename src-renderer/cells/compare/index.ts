import type { CellKind } from '../cell-kind.js';
import { compareTables } from './tables.js';

export const compareKind: CellKind<'compare'> = {
  kind: 'compare',
  promise: 'Two runs on the same users: who wins, by how much, and for whom.',
  sample: 'runs: [$dense, $sasrec]\ncadence: realtime\n',
  follows: false,
  needsTwoRuns: true,
  component: () => import('./CompareCell.svelte'),
  tables: compareTables,
  exported: 1,
};
