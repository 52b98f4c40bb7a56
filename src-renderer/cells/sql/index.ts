import type { CellKind } from '../cell-kind.js';
import { sqlTables } from './tables.js';

export const sqlKind: CellKind<'sql'> = {
  kind: 'sql',
  promise: 'A query over pins, actions, metrics and embeddings, with its table and a quick chart.',
  sample:
    'SELECT type, count(*) AS actions FROM $schema.actions GROUP BY type ORDER BY actions DESC\n',
  follows: false,
  component: () => import('./SqlCell.svelte'),
  tables: sqlTables,
};
