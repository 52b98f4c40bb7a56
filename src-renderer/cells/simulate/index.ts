import type { CellKind } from '../cell-kind.js';
import { simulateTables } from './tables.js';

export const simulateKind: CellKind<'simulate'> = {
  kind: 'simulate',
  promise: 'What once, daily and realtime embeddings of one or several runs would have retrieved.',
  sample: 'runs: [$dense, $sasrec]\ncadences: [once, daily, realtime]\n',
  follows: false,
  component: () => import('./SimulateCell.svelte'),
  tables: simulateTables,
};
