import { throwIfCancelled } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import { DAY_MS } from '../base/time.js';
import { type OpenDataset, openDataset } from './dataset.js';
import { type ProfileSplit, type ProfileWarning, warningsOf } from './profile-warnings.js';
import { doublingHistogram, type Quantiles, quantilesOf } from './quantiles.js';
import {
  chooseSplit,
  DEFAULT_SPLIT_SEED,
  EVALUATION_DAYS,
  evaluableUsers,
  firstAfter,
  proposedSplitMs,
} from './split.js';
import { type TimelineStatistics, timelineStatistics } from './timeline-statistics.js';
import type { Workspace } from './workspace.js';

export interface ProfileOptions {
  /** Now, UTC ms: actions after it are warned of. */
  readonly nowMs: number;
  /** Split time to look at; the proposed one by default. */
  readonly atMs?: number | undefined;
}

/** Actions of one type or on one surface. */
export interface VocabularyShare {
  readonly name: string;
  readonly actions: number;
  readonly share: number;
  readonly positives: number;
}

/** What a data set holds and what can be measured on it. */
export interface Profile {
  readonly dataset: string;
  readonly contentHash: string;
  readonly users: number;
  /** Pins with an action; cataloguePins counts those without one too. */
  readonly pins: number;
  readonly cataloguePins: number;
  readonly actions: number;
  readonly positives: number;
  readonly positiveRule: string;
  readonly rejected: Readonly<Record<string, number>>;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly spanDays: number;
  readonly actionsPerUser: Quantiles;
  readonly actionsPerUserHistogram: readonly { from: number; to: number; count: number }[];
  /** Seconds between neighbouring actions of a timeline. */
  readonly gapsSeconds: Quantiles;
  /** UTC days with an action, a user. */
  readonly activeDaysPerUser: Quantiles;
  readonly types: readonly VocabularyShare[];
  readonly surfaces: readonly VocabularyShare[];
  /** Seconds, of the actions that have one; their share. */
  readonly durationSeconds: Quantiles;
  readonly durationShare: number;
  /** Share of actions on a pin that the user has acted on before. */
  readonly repeatShare: number;
  readonly interests: number;
  readonly embeddingWidth: number;
  readonly split: ProfileSplit;
  readonly warnings: readonly ProfileWarning[];
}

/** Profiles a data set; reads its columns once. NOT_FOUND names the nearest data sets. */
export async function profileDataset(
  workspace: Workspace,
  name: string,
  options: ProfileOptions,
  context: JobContext = {},
): Promise<Profile> {
  const dataset = await openDataset(workspace, name);
  throwIfCancelled(context.signal);
  const statistics = timelineStatistics(dataset.timelines, dataset.pins.count, options.nowMs);
  throwIfCancelled(context.signal);
  const split = profileSplit(dataset, options);
  const { manifest } = dataset;
  const { counts } = manifest;
  return {
    dataset: name,
    contentHash: dataset.contentHash,
    users: counts.users,
    pins: counts.pins,
    cataloguePins: counts.cataloguePins,
    actions: counts.actions,
    positives: counts.positives,
    positiveRule: manifest.positiveRule,
    rejected: manifest.rejected,
    firstAt: new Date(dataset.firstAtMs).toISOString(),
    lastAt: new Date(dataset.lastAtMs).toISOString(),
    spanDays: (dataset.lastAtMs - dataset.firstAtMs) / DAY_MS,
    actionsPerUser: quantilesOf(statistics.actionsPerUser),
    actionsPerUserHistogram: doublingHistogram(statistics.actionsPerUser),
    gapsSeconds: quantilesOf(statistics.gapsSeconds),
    activeDaysPerUser: quantilesOf(statistics.activeDaysPerUser),
    types: vocabulary(dataset.actionTypes, statistics.types, counts.actions),
    surfaces: vocabulary(dataset.surfaces, statistics.surfaces, counts.actions),
    durationSeconds: quantilesOf(statistics.durationsSeconds),
    durationShare: statistics.durationsSeconds.length / counts.actions,
    repeatShare: statistics.repeats / counts.actions,
    interests: dataset.pins.interestNames.length,
    embeddingWidth: dataset.pins.embeddingWidth,
    split,
    warnings: warningsOf(dataset, statistics, split),
  };
}

function vocabulary(
  names: readonly string[],
  tally: TimelineStatistics['types'],
  actions: number,
): VocabularyShare[] {
  return names
    .map((name, index) => ({
      name,
      actions: tally.actions[index]!,
      share: tally.actions[index]! / actions,
      positives: tally.positives[index]!,
    }))
    .sort((a, b) => b.actions - a.actions);
}

function profileSplit(dataset: OpenDataset, options: ProfileOptions): ProfileSplit {
  const { timelines, pins } = dataset;
  const atMs = options.atMs ?? proposedSplitMs(dataset);
  let windowPositives = 0;
  let windowUsers = 0;
  let unseen = 0;
  for (let user = 0; user < timelines.userCount; user++) {
    const end = timelines.offsets[user + 1]!;
    const before = windowPositives;
    let action = firstAfter(timelines.atMs, timelines.offsets[user]!, end, atMs);
    for (; action < end && timelines.atMs[action]! <= atMs + EVALUATION_DAYS * DAY_MS; action++) {
      if (timelines.positive[action] !== 1) continue;
      windowPositives++;
      if (pins.firstAtMs[timelines.pin[action]!]! > atMs) unseen++;
    }
    if (windowPositives > before) windowUsers++;
  }
  const evaluable = evaluableUsers(timelines, atMs).reduce((sum, value) => sum + value, 0);
  const chosen = chooseSplit(dataset.userIds, timelines, DEFAULT_SPLIT_SEED, atMs);
  return {
    at: new Date(atMs).toISOString(),
    atMs,
    windowDays: EVALUATION_DAYS,
    windowPositives,
    windowUsers,
    unseenPinShare: windowPositives === 0 ? 0 : unseen / windowPositives,
    evaluableUsers: evaluable,
    shares: chosen.shares,
    evaluableValidationUsers: chosen.evaluable.validation,
    evaluableTestUsers: chosen.evaluable.test,
  };
}
