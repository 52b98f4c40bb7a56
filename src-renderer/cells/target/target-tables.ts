import type { TargetView } from '../../../src-main/contract/moment.js';
import type { Table } from '../cell-kind.js';

/** Rank of the engaged pin under each cadence. */
export function targetTables({ pin, ranks }: TargetView): Table[] {
  return [
    {
      title: `Rank of “${pin.title || pin.id}”`,
      columns: [
        { name: 'cadence', values: ranks.map(({ cadence }) => cadence) },
        {
          name: 'actions until',
          unit: 'UTC',
          values: ranks.map(({ seenUntilMs }) => new Date(seenUntilMs).toISOString()),
        },
        { name: 'rank', values: ranks.map(({ rank }) => rank) },
        { name: 'unseen actions', values: ranks.map(({ unseen }) => unseen.length) },
      ],
    },
  ];
}
