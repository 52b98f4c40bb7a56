import type { CellKind } from '../cell-kind.js';

const retrieve: CellKind<'retrieve'> = {
  kind: 'retrieve',
  promise: 'The pins that each cadence retrieves at the playhead, side by side.',
  sample: 'run: $dense\n',
  follows: true,
  component: () => import('./RetrieveCell.svelte'),
};

export default retrieve;
