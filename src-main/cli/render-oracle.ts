import type { OracleRecall } from '../simulate/oracle-recall.js';
import { RECALL_COLUMNS, renderRecallCells } from './render-recall.js';
import { counted, formatCount, formatTime } from './terminal/format.js';
import { renderTable } from './terminal/table.js';

/** The ceiling of a world, cadence by cadence. */
export function renderOracle(oracle: OracleRecall): string {
  const { users, targets, indexPins, atMs, rows } = oracle;
  return [
    `An oracle that knows each user's state at the cut-off, on ${counted(users, 'user')} and ${counted(targets, 'target')} in the 14 days after ${formatTime(atMs)}, among ${formatCount(indexPins)} pins`,
    renderTable(
      [{ header: 'cadence', align: 'left' }, ...RECALL_COLUMNS],
      rows.map(({ cadence, recallAt10 }) => [cadence, ...renderRecallCells(recallAt10)]),
    ),
  ].join('\n');
}
