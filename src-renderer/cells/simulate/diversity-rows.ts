import type { SimulateOutput } from '../../../src-main/contract/outputs.js';
import type { DotGroup } from '../../charts/dot-rows.js';
import { fixed, plusMinus, recall } from '../../widgets/format.js';
import { byRun, rowKey } from './simulate-rows.js';

/** Coverage and entropy, a dot a run and cadence; entropy is null where the data has no interests. */
export function diversityGroups(report: SimulateOutput['report']): {
  readonly coverage: readonly DotGroup[];
  readonly entropy: readonly DotGroup[] | null;
} {
  const runs = byRun(report);
  const hasEntropy = report.rows.some(row => Number.isFinite(row.interestEntropyAt50));
  return {
    coverage: runs.map(({ run, rows }) => ({
      name: run,
      rows: rows.map(({ cadence, coverageP90At10: value }) => ({
        key: rowKey(run, cadence),
        name: cadence,
        estimate: { value, low: Number.NaN, high: Number.NaN },
        text: recall(value, 4),
        doubt: '',
      })),
    })),
    entropy: hasEntropy
      ? runs.map(({ run, rows }) => ({
          name: run,
          rows: rows.map(({ cadence, interestEntropyInterval: estimate }) => ({
            key: rowKey(run, cadence),
            name: cadence,
            estimate,
            text: fixed(estimate.value, 2),
            doubt: plusMinus((estimate.high - estimate.low) / 2, 2),
          })),
        }))
      : null,
  };
}
