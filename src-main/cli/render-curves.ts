import type { RunDetails } from '../services/runs.js';
import { renderSparkline } from './terminal/bars.js';
import { formatRatio } from './terminal/format.js';
import { renderFacts } from './terminal/table.js';

/** The curves of a run's metrics, one a line, with where they begin and end; empty without metrics. */
export function renderCurves({ metrics, validation }: RunDetails): string {
  const of = (phase: string, name: string) =>
    metrics
      .filter(line => line.phase === phase)
      .map(line => line[name])
      .filter((value): value is number => typeof value === 'number');
  const curves: [string, number[], string][] = [
    ['training loss, selection', of('selection', 'loss'), ''],
    [
      'validation recall@10, all',
      of('selection', 'recallAt10'),
      validation ? `, chosen at step ${validation.step}` : '',
    ],
    ['validation recall@10, new', of('selection', 'recallAt10New'), ''],
    ['training loss, final', of('final', 'loss'), ''],
  ];
  return renderFacts(
    curves
      .filter(([, values]) => values.length > 1)
      .map(([name, values, remark]) => [
        name,
        `${renderSparkline(values)}  ${formatRatio(values[0] ?? Number.NaN)} to ${formatRatio(values.at(-1) ?? Number.NaN)}${remark}`,
      ]),
  );
}
