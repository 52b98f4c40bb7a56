import type { DatasetOutput } from '../../../src-main/contract/outputs.js';
import type { RejectedRow } from '../../../src-main/contract/workspace.js';
import { count } from '../../widgets/format.js';
import type { Table } from '../cell-kind.js';

/** Counts of a data set, and its rejected rows by reason. */
export function datasetTables(dataset: DatasetOutput): Table[] {
  const instant = (atMs: number) => new Date(atMs).toISOString();
  const reasons = Object.entries(dataset.rejected);
  const totals: Table = {
    title: 'Data set',
    columns: [
      { name: 'data set', values: [dataset.dataset] },
      { name: 'users', values: [dataset.users], format: count },
      { name: 'pins', values: [dataset.pins], format: count },
      { name: 'actions', values: [dataset.actions], format: count },
      { name: 'positives', values: [dataset.positives], format: count },
      { name: 'first action', unit: 'UTC', values: [instant(dataset.firstAtMs)] },
      { name: 'last action', unit: 'UTC', values: [instant(dataset.lastAtMs)] },
      { name: 'content hash', values: [dataset.contentHash] },
    ],
  };
  if (reasons.length === 0) return [totals];
  return [totals, rejectedTable(dataset.rejected)];
}

export function rejectedTable(rejected: Readonly<Record<string, number>>): Table {
  const reasons = Object.entries(rejected);
  return {
    title: 'Rejected rows by reason',
    columns: [
      { name: 'reason', values: reasons.map(([reason]) => reason) },
      { name: 'rows', values: reasons.map(([, rows]) => rows), format: count },
    ],
  };
}

/** Rows as they stand in their files, for a person to mend there. */
export function rejectedRowsTable(rows: readonly RejectedRow[]): Table {
  return {
    title: 'First rejected rows',
    columns: [
      { name: 'reason', values: rows.map(row => row.reason) },
      { name: 'file', values: rows.map(row => row.file) },
      { name: 'line', values: rows.map(row => row.line), format: count },
      { name: 'row', values: rows.map(row => row.text) },
    ],
  };
}
