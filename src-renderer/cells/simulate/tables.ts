import type { SimulateOutput } from '../../../src-main/contract/outputs.js';
import { cadenceWords } from '../../charts/cadence-mark.js';
import { count, fixed, recall, signed } from '../../widgets/format.js';
import type { Table } from '../cell-kind.js';

/** The tables behind the panels of a simulation. */
export function simulateTables({ report }: SimulateOutput): Table[] {
  const { rows, differences, baselines, claims, coverageDifferences } = report;
  return [
    {
      title: 'Recall@10 by run and cadence, 95 % interval over users',
      columns: [
        { name: 'run', values: rows.map(row => row.run) },
        { name: 'cadence', values: rows.map(row => row.cadence) },
        { name: 'refresh', values: rows.map(row => cadenceWords(row.cadence)) },
        ...(['all', 'new', 'repeat'] as const).flatMap(kind => [
          { name: kind, values: rows.map(row => row.recallAt10[kind].value), format: recall },
          {
            name: `${kind} low`,
            values: rows.map(row => row.recallAt10[kind].low),
            format: recall,
          },
          {
            name: `${kind} high`,
            values: rows.map(row => row.recallAt10[kind].high),
            format: recall,
          },
        ]),
        { name: 'embeddings', values: rows.map(row => row.embeddingsComputed), format: count },
        { name: 'users', values: rows.map(row => row.users), format: count },
        { name: 'targets', values: rows.map(row => row.targets), format: count },
        {
          name: 'P90 coverage@10',
          values: rows.map(row => row.coverageP90At10),
          format: value => recall(value, 4),
        },
        {
          name: 'entropy@50',
          unit: 'nats',
          values: rows.map(row => row.interestEntropyAt50),
          format: value => fixed(value, 2),
        },
        { name: 'hit rate@10', values: rows.map(row => row.hitRateAt10), format: recall },
        { name: 'NDCG@10', values: rows.map(row => row.ndcgAt10), format: recall },
        { name: 'MRR', values: rows.map(row => row.meanReciprocalRank), format: recall },
      ],
    },
    {
      title: 'Paired differences of recall@10 by user',
      columns: [
        { name: 'run', values: differences.map(row => row.run) },
        { name: 'fresher', values: differences.map(row => row.to) },
        { name: 'staler', values: differences.map(row => row.from) },
        { name: 'targets', values: differences.map(row => row.on) },
        ...interval(differences, signed),
      ],
    },
    {
      title: 'Baselines, recall@10',
      columns: [
        { name: 'baseline', values: baselines.map(row => row.name) },
        { name: 'cadence', values: baselines.map(row => row.cadence ?? '') },
        { name: 'all', values: baselines.map(row => row.recallAt10.all.value), format: recall },
        { name: 'new', values: baselines.map(row => row.recallAt10.new.value), format: recall },
      ],
    },
    {
      title: 'P90 coverage@10, differences over groups of users',
      columns: [
        { name: 'run', values: coverageDifferences.map(row => row.run) },
        { name: 'fresher', values: coverageDifferences.map(row => row.to) },
        { name: 'staler', values: coverageDifferences.map(row => row.from) },
        ...interval(coverageDifferences, value => signed(value, 4)),
      ],
    },
    {
      title: 'Claims',
      columns: [
        { name: 'claim', values: claims.map(row => row.claim) },
        { name: 'verdict', values: claims.map(row => row.verdict) },
        { name: 'why', values: claims.map(row => row.why) },
      ],
    },
  ];
}

function interval(
  rows: readonly { readonly value: number; readonly low: number; readonly high: number }[],
  format: (value: number) => string,
) {
  return [
    { name: 'difference', values: rows.map(row => row.value), format },
    { name: 'low', values: rows.map(row => row.low), format },
    { name: 'high', values: rows.map(row => row.high), format },
  ];
}
