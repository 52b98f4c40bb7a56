import type { CellKind } from '../cell-kind.js';

const attention: CellKind<'attention'> = {
  kind: 'attention',
  promise: 'What the newest action attends to, by layer and head, on the timeline’s own axis.',
  sample: 'run: $dense\n',
  follows: true,
  component: () => import('./AttentionCell.svelte'),
};

export default attention;
