import type { UsersOutput } from '../../../src-main/contract/outputs.js';
import { recall } from '../../widgets/format.js';
import type { Table } from '../cell-kind.js';
import { columnFormat } from './column-format.js';

/** A row a user, and the recall of slices of users. */
export function usersTables({ users, columns, slices, sliceCadence }: UsersOutput): Table[] {
  return [
    {
      title: 'Users',
      columns: [
        { name: 'user', values: users },
        ...columns.map(({ name, unit, values }) => ({
          name,
          unit,
          values,
          format: columnFormat(name, unit),
        })),
      ],
    },
    {
      title: `Recall@10 of slices under ${sliceCadence}`,
      columns: [
        { name: 'by', values: slices.map(slice => slice.by) },
        { name: 'slice', values: slices.map(slice => slice.label) },
        { name: 'users', values: slices.map(slice => slice.users) },
        { name: 'recall@10', values: slices.map(slice => slice.recallAt10.value), format: recall },
        { name: 'low', values: slices.map(slice => slice.recallAt10.low), format: recall },
        { name: 'high', values: slices.map(slice => slice.recallAt10.high), format: recall },
      ],
    },
  ];
}
