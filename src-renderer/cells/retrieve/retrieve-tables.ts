import type { Retrieval } from '../../../src-main/contract/moment.js';
import { recall } from '../../widgets/format.js';
import type { Table } from '../cell-kind.js';

/** All lists under one another: what is copied and exported. */
export function retrieveTables({ columns, k }: Retrieval): Table[] {
  const rows = columns.flatMap(({ cadence, pins }) => pins.map(pin => ({ cadence, ...pin })));
  const format = (value: number) => recall(value);
  return [
    {
      title: `Top ${k} by cadence`,
      columns: [
        { name: 'cadence', values: rows.map(({ cadence }) => cadence) },
        { name: 'rank', values: rows.map(({ rank }) => rank) },
        { name: 'pin', values: rows.map(({ id }) => id) },
        { name: 'title', values: rows.map(({ title }) => title) },
        { name: 'interests', values: rows.map(({ interests }) => interests.join('; ')) },
        { name: 'distance', values: rows.map(({ distance }) => distance), format },
        { name: 'score', values: rows.map(({ score }) => score), format },
        { name: 'visited', values: rows.map(({ visited }) => (visited ? 'yes' : 'no')) },
        {
          name: 'engaged',
          unit: 'UTC',
          values: rows.map(({ engagedAtMs }) =>
            engagedAtMs === null ? null : new Date(engagedAtMs).toISOString(),
          ),
        },
      ],
    },
  ];
}
