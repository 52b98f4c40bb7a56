import type { Retrieval } from '../../../src-main/contract/moment.js';
import { recall } from '../../widgets/format.js';
import type { Table } from '../cell-kind.js';

/** One table a cadence: what was retrieved, how far it is, and whether it was engaged with later. */
export function retrieveTables({ columns, k }: Retrieval): readonly Table[] {
  return columns.map(({ cadence, pins }) => ({
    title: `${cadence}, top ${k}`,
    columns: [
      { name: 'rank', values: pins.map(({ rank }) => rank) },
      { name: 'pin', values: pins.map(({ title, id }) => title || id) },
      { name: 'interests', values: pins.map(({ interests }) => interests.join(', ')) },
      { name: 'distance', values: pins.map(({ distance }) => distance), format: recall },
      { name: 'hit', values: pins.map(({ engagedAtMs }) => (engagedAtMs === null ? '' : 'hit')) },
    ],
  }));
}
