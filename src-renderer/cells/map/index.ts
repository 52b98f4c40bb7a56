import type { CellKind } from '../cell-kind.js';
import { mapTables } from './tables.js';

export const mapKind: CellKind<'map'> = {
  kind: 'map',
  promise: 'Pins and users on a plane: lasso pins, and follow one user over his days.',
  sample: 'run: $dense\nmethod: pca\n',
  follows: true,
  component: () => import('./MapCell.svelte'),
  tables: mapTables,
  exported: 1,
};
