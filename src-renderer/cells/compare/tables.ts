import type { CompareOutput } from '../../../src-main/contract/outputs.js';
import { recall, signed } from '../../widgets/format.js';
import type { Table } from '../cell-kind.js';

/** Recall of each user under both runs, and the differences of the means. */
export function compareTables({ runs, users, recall: pair, difference }: CompareOutput): Table[] {
  const kinds = ['all', 'new'] as const;
  return [
    {
      title: `${runs[1]} less ${runs[0]}, recall@10`,
      columns: [
        { name: 'targets', values: kinds },
        { name: 'difference', values: kinds.map(kind => difference[kind].value), format: signed },
        { name: 'low', values: kinds.map(kind => difference[kind].low), format: signed },
        { name: 'high', values: kinds.map(kind => difference[kind].high), format: signed },
      ],
    },
    {
      title: 'Recall@10 of each user',
      columns: [
        { name: 'user', values: users },
        { name: runs[0], values: pair[0], format: recall },
        { name: runs[1], values: pair[1], format: recall },
      ],
    },
  ];
}
