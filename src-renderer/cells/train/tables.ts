import type { TrainOutput } from '../../../src-main/contract/outputs.js';
import type { Table } from '../cell-kind.js';

/** One table a phase: a row each step that was logged, a column each figure. */
export function trainTables({ metrics }: TrainOutput): Table[] {
  const phases = [...new Set(metrics.map(line => line.phase))];
  return phases.map(phase => {
    const lines = metrics.filter(line => line.phase === phase);
    const figures = [...new Set(lines.flatMap(line => Object.keys(line)))].filter(
      name => name !== 'phase' && name !== 'step',
    );
    return {
      title: phase === 'final' ? 'Training up to t' : 'Training on the past, with validations',
      columns: [
        { name: 'step', values: lines.map(line => line.step) },
        ...figures.map(name => ({ name, values: lines.map(line => line[name] ?? null) })),
      ],
    };
  });
}
