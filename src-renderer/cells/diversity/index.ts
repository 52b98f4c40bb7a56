import type { CellKind } from '../cell-kind.js';
import { diversityTables } from './tables.js';

export const diversityKind: CellKind<'diversity'> = {
  kind: 'diversity',
  promise: 'How many interests a user is shown, and how few pins all users are shown.',
  sample: 'runs: [$dense]\ncadences: [daily, realtime]\n',
  follows: false,
  component: () => import('./DiversityCell.svelte'),
  tables: diversityTables,
};
