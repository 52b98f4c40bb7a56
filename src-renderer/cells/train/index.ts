import type { CellKind } from '../cell-kind.js';
import { trainTables } from './tables.js';

export const trainKind: CellKind<'train'> = {
  kind: 'train',
  promise:
    'A model trained on a data set: its loss, its recall on users held out, and its checkpoint.',
  sample: 'dataset: $data\nobjective: denseAllAction\n',
  follows: false,
  startsItself: true,
  component: () => import('./TrainCell.svelte'),
  tables: trainTables,
};
