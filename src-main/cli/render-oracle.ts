import type { OracleRecall } from '../simulate/oracle-recall.js';
import { counted, formatCount, formatEstimate, formatTime } from './terminal/format.js';
import { renderTable } from './terminal/table.js';

/** The ceiling of a world, cadence by cadence. */
export function renderOracle(oracle: OracleRecall): string {
  const { users, targets, indexPins, atMs, rows } = oracle;
  return [
    `An oracle that knows each user's state at the cut-off, on ${counted(users, 'user')} and ${counted(targets, 'target')} in the 14 days after ${formatTime(atMs)}, among ${formatCount(indexPins)} pins`,
    renderTable(
      [
        { header: 'cadence', align: 'left' },
        { header: 'recall@10 all [95 %]' },
        { header: 'new' },
        { header: 'repeat' },
      ],
      rows.map(({ cadence, recallAt10 }) => [
        cadence,
        ...[recallAt10.all, recallAt10.new, recallAt10.repeat].map(formatEstimate),
      ]),
    ),
  ].join('\n');
}
