import type { CellKind } from '../cell-kind.js';

const retrieve: CellKind<'retrieve'> = {
  kind: 'retrieve',
  promise:
    'The pins nearest to a user under each cadence: what moved, came, went, and what was a hit.',
  sample: 'run: $dense\nk: 10\n',
  follows: true,
  component: () => import('./RetrieveCell.svelte'),
};

export default retrieve;
