import type { IndexOutput } from '../../../src-main/contract/outputs.js';
import type { Table } from '../cell-kind.js';

/** One row: what the index is and how it does. */
export function indexTables(index: IndexOutput): Table[] {
  return [
    {
      title: 'Index',
      columns: [
        { name: 'index', values: [index.index] },
        { name: 'run', values: [index.run] },
        { name: 'kind', values: [index.kind] },
        { name: 'pins', values: [index.pins] },
        { name: 'M', values: [index.m] },
        { name: 'efConstruction', values: [index.efConstruction] },
        { name: 'efSearch', values: [index.efSearch] },
        { name: 'recall@10 against exact', values: [index.recallAt10] },
        { name: 'search', unit: 'ms', values: [index.milliseconds] },
        { name: 'exact search', unit: 'ms', values: [index.exactMilliseconds] },
        { name: 'build', unit: 's', values: [index.buildSeconds] },
      ],
    },
  ];
}
