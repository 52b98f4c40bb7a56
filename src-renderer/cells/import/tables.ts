import type { CellOutputs } from '../../../src-main/contract/outputs.js';
import { count } from '../../widgets/format.js';
import type { Table } from '../cell-kind.js';
import { rejectedTable } from '../dataset/tables.js';

/** Totals of the data set after the import, and the rejected rows by reason. */
export function importTables(report: CellOutputs['import']): Table[] {
  return [
    {
      title: 'Import',
      columns: [
        { name: 'data set', values: [report.dataset] },
        { name: 'users', values: [report.users], format: count },
        { name: 'pins', values: [report.pins], format: count },
        { name: 'actions', values: [report.actions], format: count },
        { name: 'positives', values: [report.positives], format: count },
        { name: 'first action', unit: 'UTC', values: [report.firstAt] },
        { name: 'last action', unit: 'UTC', values: [report.lastAt] },
        { name: 'content hash', values: [report.contentHash] },
      ],
    },
    ...(Object.keys(report.rejected).length > 0 ? [rejectedTable(report.rejected)] : []),
  ];
}
