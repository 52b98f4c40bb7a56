import type { SimulationReport } from '../simulate/report.js';
import { RECALL_COLUMNS, renderRecallCells } from './render-recall.js';
import { cadenceSentences, fewUsersSentences, runSentences } from './simulation-sentences.js';
import {
  counted,
  formatCount,
  formatDifference,
  formatEstimate,
  formatPercent,
  formatRatio,
  formatTime,
} from './terminal/format.js';
import { renderTable } from './terminal/table.js';

/** The whole answer of `simulate`: on whom it was measured, the tables, and what they say. */
export function renderSimulation(report: SimulationReport, users: 'validation' | 'test'): string {
  return [
    describeFrame(report, users),
    renderRows(report),
    `Baselines\n${renderBaselines(report)}`,
    `Recall@10 of the run less that of the baseline, paired by user\n${renderBaselineDifferences(report)}`,
    `Recall@10 of the fresher cadence less that of the staler, paired by user\n${renderDifferences(report)}`,
    [
      ...fewUsersSentences(report),
      ...cadenceSentences(report),
      ...runSentences(report),
      ...report.notes,
    ].join('\n'),
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

function describeFrame({ frame }: SimulationReport, users: 'validation' | 'test'): string {
  const { index, leftOut } = frame;
  return [
    `${counted(frame.users, `${users} user`)} of ${frame.dataset}, ${counted(frame.targets, 'target')} in the ${frame.windowDays} days after ${formatTime(frame.atMs)}, ${formatPercent(frame.newTargets / frame.targets)} of them new to the user.`,
    `Left out: ${counted(leftOut.withoutTarget, 'user')} without a target, ${formatCount(leftOut.withoutHistory)} without a past. Misses for want of features at that time: ${formatPercent(frame.unknownTargets)} of the targets.`,
    `P90 coverage@10 is of ${formatCount(index.pins)} pins by ${counted(frame.users, 'user')}, which bounds it at ${formatRatio(index.coverageBound)}.`,
  ].join('\n');
}

export function renderRows({ rows }: SimulationReport): string {
  return renderTable(
    [
      { header: 'run', align: 'left' },
      { header: 'cadence', align: 'left' },
      ...RECALL_COLUMNS,
      { header: 'P90 coverage@10' },
      { header: 'entropy@50 nats [95 %]' },
      { header: 'embeddings' },
      { header: 'seconds' },
    ],
    rows.map(row => [
      row.run,
      row.cadence,
      ...renderRecallCells(row.recallAt10),
      Number.isFinite(row.coverageP90At10) ? row.coverageP90At10.toFixed(4) : '–',
      formatEstimate(row.interestEntropyInterval),
      formatCount(row.embeddingsComputed),
      row.seconds.toFixed(1),
    ]),
  );
}

export function renderBaselines({ baselines }: SimulationReport): string {
  return renderTable(
    [
      { header: 'baseline', align: 'left' },
      { header: 'cadence', align: 'left' },
      ...RECALL_COLUMNS,
    ],
    baselines.map(({ name, cadence, recallAt10 }) => [
      name,
      cadence ?? '',
      ...renderRecallCells(recallAt10),
    ]),
  );
}

function renderBaselineDifferences({ baselineDifferences, rows }: SimulationReport): string {
  const cadences = [...new Set(rows.map(row => row.cadence))];
  const lines = new Map<string, typeof baselineDifferences>();
  for (const entry of baselineDifferences) {
    const line = JSON.stringify([entry.run, entry.against, entry.on]);
    lines.set(line, [...(lines.get(line) ?? []), entry]);
  }
  return renderTable(
    [
      { header: 'run', align: 'left' },
      { header: 'less baseline', align: 'left' },
      { header: 'targets', align: 'left' },
      ...cadences.map((cadence, i) => ({ header: i === 0 ? `${cadence} [95 %]` : cadence })),
    ],
    [...lines.values()].map(entries => [
      entries[0]!.run,
      entries[0]!.against,
      entries[0]!.on,
      ...cadences.map(cadence => {
        const entry = entries.find(other => other.cadence === cadence);
        return entry ? formatDifference(entry) : '–';
      }),
    ]),
  );
}

function renderDifferences({ differences }: SimulationReport): string {
  const pairs = differences.filter(entry => entry.on === 'all');
  return renderTable(
    [
      { header: 'run', align: 'left' },
      { header: 'from', align: 'left' },
      { header: 'to', align: 'left' },
      { header: 'all [95 %]' },
      { header: 'new' },
    ],
    pairs.map(entry => {
      const { run, from, to } = entry;
      const fresh = differences.find(
        other => other.run === run && other.from === from && other.to === to && other.on === 'new',
      );
      return [run, from, to, formatDifference(entry), fresh ? formatDifference(fresh) : '–'];
    }),
  );
}
