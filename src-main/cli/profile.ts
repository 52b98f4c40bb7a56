import type { Command } from 'commander';
import type { Profile, VocabularyShare } from '../data/profile.js';
import type { Quantiles } from '../data/quantiles.js';
import { defineCommand } from './define-command.js';
import { parseTime } from './parse-time.js';
import type { CommonOptions, Shell } from './shell.js';
import { renderBars } from './terminal/bars.js';
import {
  formatCount,
  formatGap,
  formatNumber,
  formatPercent,
  formatTime,
} from './terminal/format.js';
import { renderFacts, renderTable } from './terminal/table.js';
import { UsageError } from './usage-error.js';

interface ProfileOptions extends CommonOptions {
  readonly dataset?: string;
  readonly at?: string;
}

/** `pinnerformer profile` */
export function profileCommand(shell: Shell): Command {
  return defineCommand({
    name: 'profile',
    summary: 'Show what a data set holds, and what can be measured on it.',
    examples: [
      ['profile --dataset gowalla', 'counts, distributions, the proposed split, warnings'],
      ['profile gowalla --at 2010-06-01', 'with another split'],
    ],
  })
    .argument('[dataset]', 'the data set')
    .option('--dataset <name>', 'the same as an option')
    .option('--at <time>', 'the split to look at (default: the proposed one)')
    .action((given: string | undefined, options: ProfileOptions) =>
      shell.run(options, async ({ engine, output, context }) => {
        const name = given ?? options.dataset;
        if (name === undefined)
          throw new UsageError('no data set was named.', { remedy: 'Add --dataset NAME.' });
        const atMs = options.at === undefined ? undefined : parseTime(options.at);
        const request = { nowMs: Date.now(), atMs };
        output.result(await engine.datasets.profile(name, request, context), renderProfile);
      }),
    );
}

export function renderProfile(profile: Profile): string {
  const { split } = profile;
  const facts = renderFacts([
    ['data set', profile.dataset],
    ['users', formatCount(profile.users)],
    ['pins', catalogueOf(profile)],
    ['actions', formatCount(profile.actions)],
    ['positives', `${formatCount(profile.positives)} by the rule "${profile.positiveRule}"`],
    [
      'span',
      `${formatTime(Date.parse(profile.firstAt))} to ${formatTime(Date.parse(profile.lastAt))}, ${profile.spanDays < 1.5 ? formatGap(profile.spanDays * 86_400) : `${formatCount(profile.spanDays)} days`}`,
    ],
    ['repeats', `${formatPercent(profile.repeatShare)} of the actions are on a pin visited before`],
    ['interests', formatCount(profile.interests)],
    [
      'embeddings',
      profile.embeddingWidth > 0
        ? `given, width ${profile.embeddingWidth}`
        : 'none given: made from co-engagement',
    ],
  ]);
  const evaluation = renderFacts([
    ['proposed split', formatTime(split.atMs)],
    ['positives in the 14 days after', formatCount(split.windowPositives)],
    ['by users', formatCount(split.windowUsers)],
    ['on pins first seen after', formatPercent(split.unseenPinShare)],
    ['users who can be evaluated', formatCount(split.evaluableUsers)],
    ['of them validation', formatCount(split.evaluableValidationUsers)],
    ['of them test', formatCount(split.evaluableTestUsers)],
  ]);
  return [
    facts,
    renderDistributions(profile),
    `Users by their number of actions\n${renderBars(
      profile.actionsPerUserHistogram.map(({ from, to, count }) => ({
        label: from === to ? String(from) : `${formatCount(from)} to ${formatCount(to)}`,
        count,
      })),
    )}`,
    renderVocabulary('type', profile.types),
    renderVocabulary('surface', profile.surfaces),
    evaluation,
    renderRejected(profile.rejected),
    profile.warnings.map(warning => `Warning: ${warning.text}`).join('\n'),
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

function catalogueOf({ pins, cataloguePins }: Profile): string {
  const others = cataloguePins - pins;
  return others > 0
    ? `${formatCount(pins)} with an action, ${formatCount(others)} without`
    : formatCount(pins);
}

function renderDistributions(profile: Profile): string {
  const shown = ['min', 'p10', 'p25', 'median', 'p75', 'p90', 'p99', 'max', 'mean'] as const;
  const row = (name: string, quantiles: Quantiles, format: (value: number) => string) => [
    name,
    ...shown.map(key => {
      const value = quantiles[key];
      return value === null ? '–' : format(value);
    }),
  ];
  return renderTable(
    [{ header: '', align: 'left' }, ...shown.map(header => ({ header }))],
    [
      row('actions a user', profile.actionsPerUser, formatNumber),
      row('active days a user', profile.activeDaysPerUser, formatNumber),
      row('gap between actions', profile.gapsSeconds, formatGap),
      ...(profile.durationShare > 0 ? [row('duration', profile.durationSeconds, formatGap)] : []),
    ],
  );
}

/** A column that the data lacks has one nameless entry or none: nothing to show. */
function renderVocabulary(kind: string, entries: readonly VocabularyShare[]): string {
  if (entries.length < 2) return '';
  return renderTable(
    [
      { header: kind, align: 'left' },
      { header: 'actions' },
      { header: 'share' },
      { header: 'positives' },
    ],
    entries.map(({ name, actions, share, positives }) => [
      name,
      formatCount(actions),
      formatPercent(share),
      formatCount(positives),
    ]),
  );
}

function renderRejected(rejected: Profile['rejected']): string {
  const reasons = Object.entries(rejected);
  if (reasons.length === 0) return '';
  return renderTable(
    [{ header: 'rows left out because of', align: 'left' }, { header: 'rows' }],
    reasons.map(([reason, count]) => [reason, formatCount(count)]),
  );
}
