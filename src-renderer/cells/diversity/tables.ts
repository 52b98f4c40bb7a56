import type { DiversityOutput } from '../../../src-main/contract/outputs.js';
import { count, fixed, percent, recall } from '../../widgets/format.js';
import type { Table } from '../cell-kind.js';
import { coverageBound } from './diversity-figures.js';

/** The tables behind the figures of diversity. */
export function diversityTables(output: DiversityOutput): Table[] {
  const { rows } = output;
  const entropy = (value: number) => fixed(value, 2);
  const coverage = (value: number) => recall(value, 4);
  const dominating = rows.flatMap(row => row.dominating.map(pin => ({ ...row, pin })));
  const interests = rows.flatMap(row => row.interests.map(interest => ({ ...row, interest })));
  return [
    {
      title: 'Diversity by run and cadence',
      columns: [
        { name: 'run', values: rows.map(row => row.run) },
        { name: 'cadence', values: rows.map(row => row.cadence) },
        {
          name: 'entropy@50',
          unit: 'nats',
          values: rows.map(row => row.entropyMean.value),
          format: entropy,
        },
        { name: 'low', values: rows.map(row => row.entropyMean.low), format: entropy },
        { name: 'high', values: rows.map(row => row.entropyMean.high), format: entropy },
        { name: 'P90 coverage@10', values: rows.map(row => row.coverageP90At10), format: coverage },
        { name: 'bound', values: rows.map(() => coverageBound(output)), format: coverage },
        { name: 'users', values: rows.map(() => output.users), format: count },
        { name: 'index', unit: 'pins', values: rows.map(() => output.indexPins), format: count },
      ],
    },
    {
      title: 'Pins that dominate',
      columns: [
        { name: 'run', values: dominating.map(row => row.run) },
        { name: 'cadence', values: dominating.map(row => row.cadence) },
        { name: 'pin', values: dominating.map(row => row.pin.id) },
        { name: 'title', values: dominating.map(row => row.pin.title) },
        { name: 'share of results', values: dominating.map(row => row.pin.share), format: percent },
      ],
    },
    {
      title: 'Interests of results beside those of history',
      columns: [
        { name: 'run', values: interests.map(row => row.run) },
        { name: 'cadence', values: interests.map(row => row.cadence) },
        { name: 'interest', values: interests.map(row => row.interest.name) },
        { name: 'results', values: interests.map(row => row.interest.results), format: percent },
        { name: 'history', values: interests.map(row => row.interest.history), format: percent },
      ],
    },
  ];
}
