import type { CellKind } from '../cell-kind.js';
import { usersTables } from './tables.js';

export const usersKind: CellKind<'users'> = {
  kind: 'users',
  promise: 'Every user with his metrics, to sort, filter and take apart; and the recall of slices.',
  sample: 'run: $dense\n',
  follows: false,
  component: () => import('./UsersCell.svelte'),
  tables: usersTables,
};
