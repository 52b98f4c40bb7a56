import { DAY_MS } from '../base/time.js';
import type { OpenDataset } from './dataset.js';
import { isShort, LONGER_LOG, type SplitShares } from './split.js';
import type { TimelineStatistics } from './timeline-statistics.js';

/** What evaluation would find at the proposed (or given) split time. */
export interface ProfileSplit {
  readonly at: string;
  readonly atMs: number;
  readonly windowDays: number;
  /** Positive engagements in (t, t + 14 d], and the distinct users and pins in them. */
  readonly windowPositives: number;
  readonly windowUsers: number;
  /** Share of the window's positives whose pin nobody had acted on by t. */
  readonly unseenPinShare: number;
  /** Users with an action by t − 1 d and a positive engagement in the window. */
  readonly evaluableUsers: number;
  readonly shares: SplitShares;
  readonly evaluableValidationUsers: number;
  readonly evaluableTestUsers: number;
}

export interface ProfileWarning {
  readonly kind:
    | 'clockTies'
    | 'oneSittingUsers'
    | 'futureTimes'
    | 'pinsWithoutFeatures'
    | 'pinsWithoutInterests'
    | 'noPositives'
    | 'fewEvaluableUsers'
    | 'rowOrder';
  /** Actions, users or pins concerned. */
  readonly count: number;
  readonly text: string;
}

/** Shares from which on a property of the data is worth a warning. */
const TIES_SHARE = 0.01;
const ONE_SITTING_SHARE = 0.2;
/** Below it a claim about test users is undecided (spec §6). */
const DECIDING_USERS = 200;

/** What in the data will mislead a model or a measurement, with what to do about it. */
export function warningsOf(
  dataset: OpenDataset,
  statistics: TimelineStatistics,
  split: ProfileSplit,
): ProfileWarning[] {
  const warnings: ProfileWarning[] = [];
  const warn = (kind: ProfileWarning['kind'], count: number, text: string) =>
    warnings.push({ kind, count, text });
  const { counts } = dataset.manifest;
  const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
  const pins = (some: number) =>
    `${some.toLocaleString('en-US')} of ${counts.cataloguePins.toLocaleString('en-US')} pins have`;
  const splitAt = utc(split.atMs);
  if (!dataset.has.time)
    warn(
      'rowOrder',
      counts.actions,
      'Times are row numbers: cadences mean nothing here, only leaveOneOut makes sense.',
    );
  if (dataset.has.time && statistics.clockTies > TIES_SHARE * counts.actions)
    warn(
      'clockTies',
      statistics.clockTies,
      `${percent(statistics.clockTies, counts.actions)} of actions share their millisecond with the one before: their order is that of the file. Sort it by what came first, or bring finer times.`,
    );
  if (dataset.has.time && statistics.oneSittingUsers > ONE_SITTING_SHARE * counts.users)
    warn(
      'oneSittingUsers',
      statistics.oneSittingUsers,
      `${percent(statistics.oneSittingUsers, counts.users)} of users did everything within 24 hours: they have no later window to predict. A longer log may give them one.`,
    );
  if (dataset.has.time && statistics.futureActions > 0)
    warn(
      'futureTimes',
      statistics.futureActions,
      `${statistics.futureActions.toLocaleString('en-US')} actions lie in the future (the last on ${utc(dataset.lastAtMs)}): look at \`time\`.`,
    );
  const featureless = pinsWithoutFeatures(dataset, split.atMs);
  if (featureless > 0)
    warn(
      'pinsWithoutFeatures',
      featureless,
      dataset.has.embedding
        ? `${pins(featureless)} no embedding: they are never retrieved. Give one for each in the file of \`pins\`.`
        : `${pins(featureless)} no action by ${splitAt}, so that co-engagement gives them no features: they are never retrieved. A file of \`pins\` with embeddings would give some to all.`,
    );
  const uninteresting = pinsWithoutInterests(dataset);
  if (dataset.has.interests && uninteresting > 0)
    warn(
      'pinsWithoutInterests',
      uninteresting,
      `${pins(uninteresting)} no interest: interest entropy leaves them out. Name some for each in the file of \`pins\`.`,
    );
  if (counts.positives === 0)
    warn(
      'noPositives',
      0,
      `No action is positive by the rule "${dataset.manifest.positiveRule}": nothing can be trained or measured. Import under another rule (\`positive\`).`,
    );
  else if (split.evaluableUsers === 0)
    warn(
      'fewEvaluableUsers',
      0,
      `No user can be evaluated at ${splitAt}: none has an action a day before and a positive one in the ${split.windowDays} days after. ${isShort(dataset) ? LONGER_LOG : 'Look at another `at`.'}`,
    );
  else if (split.evaluableTestUsers < DECIDING_USERS)
    warn(
      'fewEvaluableUsers',
      split.evaluableTestUsers,
      `Only ${split.evaluableTestUsers} test users can be evaluated at ${splitAt}: below ${DECIDING_USERS} a claim is undecided. Import more users, or a longer log.`,
    );
  return warnings;
}

/** `2017-02-14`, or `2017-02-14 13:05 UTC`. */
function utc(atMs: number): string {
  const iso = new Date(atMs).toISOString();
  return atMs % DAY_MS === 0 ? iso.slice(0, 10) : `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** Pins with an all-zero embedding, or, where the data has none, without an action by `atMs`. */
function pinsWithoutFeatures(dataset: OpenDataset, atMs: number): number {
  const { count, embeddingWidth, embeddings, firstAtMs } = dataset.pins;
  let without = 0;
  for (let pin = 0; pin < count; pin++) {
    if (embeddingWidth === 0) {
      if (firstAtMs[pin]! > atMs) without++;
      continue;
    }
    let zero = true;
    for (let i = pin * embeddingWidth; zero && i < (pin + 1) * embeddingWidth; i++)
      zero = embeddings[i] === 0;
    if (zero) without++;
  }
  return without;
}

function pinsWithoutInterests(dataset: OpenDataset): number {
  const { count, interestOffsets } = dataset.pins;
  let without = 0;
  for (let pin = 0; pin < count; pin++)
    if (interestOffsets[pin] === interestOffsets[pin + 1]) without++;
  return without;
}
