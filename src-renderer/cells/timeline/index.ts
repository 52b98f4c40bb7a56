import type { CellKind } from '../cell-kind.js';

const timeline: CellKind<'timeline'> = {
  kind: 'timeline',
  promise: 'One user’s life: actions by surface and type, sessions, and which embedding is in use.',
  sample: 'run: $dense\n',
  follows: true,
  component: () => import('./TimelineCell.svelte'),
  exported: 1,
};

export default timeline;
