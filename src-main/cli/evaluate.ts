import { type Command, Option } from 'commander';
import type { EvaluateReport } from '../services/jobs/evaluate.js';
import { defineCommand } from './define-command.js';
import { type DeviceOptions, deviceParams, withDeviceOptions } from './device-options.js';
import { wholeNumber } from './parse-options.js';
import type { CommonOptions, Shell } from './shell.js';
import { formatCount, formatEstimate, formatNumber, formatPercent } from './terminal/format.js';
import { renderTable } from './terminal/table.js';

const RANKINGS = ['recall', 'fullRanking', 'sampled100'] as const;
const TARGETS = ['pins', 'actions'] as const;

interface EvaluateOptions extends CommonOptions, DeviceOptions {
  readonly run: readonly string[];
  readonly users: 'validation' | 'test';
  readonly ranking: readonly (typeof RANKINGS)[number][];
  readonly targets: readonly (typeof TARGETS)[number][];
  readonly top: number;
  readonly indexPins?: number;
  readonly seed: number;
}

/** `pinnerformer evaluate` */
export function evaluateCommand(shell: Shell): Command {
  return withDeviceOptions(
    defineCommand({
      name: 'evaluate',
      summary:
        'Measure one embedding a user: recall, hit rate, NDCG and MRR, under named protocols.',
      examples: [
        ['evaluate --run gowalla-dense-1', 'distinct pins and actions of the 14 days after'],
        [
          'evaluate --run ml-sasrec-1 --ranking fullRanking sampled100 --targets actions',
          'for comparison with published numbers, each with its known warning',
        ],
      ],
    })
      .requiredOption('--run <name...>', 'trained runs of one data set')
      .addOption(
        new Option('--users <part>', 'on whom to measure')
          .choices(['validation', 'test'])
          .default('validation'),
      )
      .addOption(
        new Option('--ranking <protocol...>', 'what a target is ranked against')
          .choices(RANKINGS)
          .default(['recall']),
      )
      .addOption(
        new Option('--targets <kind...>', 'distinct pins of the window, or each positive action')
          .choices(TARGETS)
          .default(['pins', 'actions']),
      )
      .addOption(
        new Option('-k, --top <n>', 'k of recall, hit rate and NDCG')
          .default(10)
          .argParser(wholeNumber('-k', 1)),
      )
      .addOption(
        new Option('--index-pins <n>', 'random pins in the index (default: all known)').argParser(
          wholeNumber('--index-pins', 1),
        ),
      )
      .addOption(
        new Option('--seed <n>', 'seed of the bootstrap and of samples')
          .default(1)
          .argParser(wholeNumber('--seed')),
      ),
  ).action((options: EvaluateOptions) =>
    shell.run(options, async ({ engine, output, context }) => {
      const request = {
        runs: options.run,
        users: options.users,
        rankings: options.ranking,
        targets: options.targets,
        k: options.top,
        indexPins: options.indexPins,
        seed: options.seed,
        ...deviceParams(options),
      };
      output.result(await engine.evaluation.evaluate(request, context), renderEvaluations);
    }),
  );
}

function renderEvaluations({ users, evaluations }: EvaluateReport): string {
  const k = evaluations[0]?.k ?? 10;
  const table = renderTable(
    [
      { header: 'run', align: 'left' },
      { header: 'targets', align: 'left' },
      { header: 'ranking', align: 'left' },
      { header: `${users} users` },
      { header: 'targets' },
      { header: 'pins' },
      { header: `recall@${k} [95 %]` },
      { header: `HR@${k}` },
      { header: `NDCG@${k}` },
      { header: 'MRR' },
      { header: 'median rank' },
      { header: 'ties' },
    ],
    evaluations.map(entry => [
      entry.run,
      entry.targetsAre,
      entry.ranking,
      formatCount(entry.users),
      formatCount(entry.targets),
      formatCount(entry.indexPins),
      formatEstimate(entry.recall),
      formatEstimate(entry.hitRate),
      formatEstimate(entry.ndcg),
      formatEstimate(entry.meanReciprocalRank),
      formatNumber(entry.rankDistribution.medianRank),
      formatPercent(entry.decidedByTies),
    ]),
  );
  const warnings = new Map(evaluations.map(entry => [entry.ranking, entry.warning]));
  const lines = [...warnings].flatMap(([ranking, text]) => (text ? [`${ranking}: ${text}`] : []));
  return [table, ...lines].join('\n');
}
