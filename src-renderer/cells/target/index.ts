import type { CellKind } from '../cell-kind.js';

const target: CellKind<'target'> = {
  kind: 'target',
  promise: 'One engaged pin: its rank under each cadence, and the actions that arrived in between.',
  sample: 'run: $dense\n',
  follows: true,
  component: () => import('./TargetCell.svelte'),
};

export default target;
