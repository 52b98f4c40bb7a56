import { DAY_MS } from '../../base/time.js';
import type { Dataset } from '../../data/columns.js';
import { EVALUATION_DAYS } from '../../data/split.js';
import { openWorkspace } from '../../data/workspace.js';
import { firstAfter } from '../../evaluate/time-search.js';
import { sequenceBefore, sequenceRule } from '../../model/sequence.js';
import { createExactIndex } from '../../retrieve/exact.js';
import { findUser, type ServeOptions, serveRun } from '../served-run.js';
import type { Job } from './job.js';

export interface RetrieveParams extends ServeOptions {
  readonly workspaceFolder: string;
  /** The user's id in the data. */
  readonly user: string;
  /** When the run's training ended, unless given. */
  readonly atMs?: number | undefined;
  readonly k: number;
  /** Most actions of the sequence's tail that are shown. */
  readonly tail: number;
}

export interface ShownPin {
  readonly pin: string;
  readonly title: string;
  readonly interests: readonly string[];
}

export interface SequenceAction extends ShownPin {
  readonly at: string;
  readonly type: string;
  readonly surface: string;
  readonly positive: boolean;
}

export interface RetrievedPin extends ShownPin {
  readonly rank: number;
  /** Euclidean distance of the two embeddings, 0 to 2; null where similarity is a bare dot product. */
  readonly distance: number | null;
  readonly score: number;
  /** The user had acted on it before. */
  readonly visited: boolean;
  /** First positive engagement within the 14 days after, ISO time; null when there was none. */
  readonly engagedAt: string | null;
}

export interface Retrieval {
  readonly run: string;
  readonly user: string;
  readonly at: string;
  readonly sequenceLength: number;
  /** Newest last. */
  readonly tail: readonly SequenceAction[];
  readonly pins: readonly RetrievedPin[];
  /** Positive engagements of the 14 days after, on pins of the index. */
  readonly engagedLater: number;
}

/** What one user's embedding at a moment retrieves, beside what the user did before and after. */
export const retrieveJob: Job<RetrieveParams, Retrieval> = async (params, context) => {
  const workspace = await openWorkspace(params.workspaceFolder);
  const served = await serveRun(workspace, params, context);
  try {
    const { dataset, model, width } = served;
    const { timelines } = dataset;
    const user = findUser(dataset, params.user);
    const atMs = params.atMs ?? model.atMs;
    const begin = timelines.offsets[user] ?? 0;
    const finish = timelines.offsets[user + 1] ?? 0;
    const end = firstAfter(timelines.atMs, begin, finish, atMs);
    const rule = sequenceRule(model.config.model, model.data);
    const sequence = new Int32Array(rule.maxLength);
    const length = sequenceBefore(timelines, rule, user, end, sequence);
    const [embedding, pins] = [
      await served.users.encode(Int32Array.of(user), Uint32Array.of(end)),
      await served.pinEmbeddings(),
    ];
    const index = createExactIndex(served.device, pins, dataset.pins.count, width, {
      members: served.members,
    });
    const top = length === 0 ? undefined : await index.topK(embedding, params.k);
    const later = engagedLater(dataset, end, finish, atMs);
    const visited = new Set(timelines.pin.subarray(begin, end));
    const known = new Set(served.members);
    const cosine = model.config.model.similarity === 'cosine';
    return {
      run: params.run,
      user: params.user,
      at: new Date(atMs).toISOString(),
      sequenceLength: length,
      tail: Array.from(sequence.subarray(Math.max(0, length - params.tail), length), action =>
        describeAction(dataset, action),
      ),
      pins: Array.from(top?.pins ?? [])
        .filter(pin => pin >= 0)
        .map((pin, slot) => {
          const score = top?.scores[slot] ?? Number.NaN;
          const engagedAtMs = later.get(pin);
          return {
            ...describePin(dataset, pin),
            rank: slot + 1,
            distance: cosine ? Math.sqrt(Math.max(0, 2 - 2 * score)) : null,
            score,
            visited: visited.has(pin),
            engagedAt: engagedAtMs === undefined ? null : new Date(engagedAtMs).toISOString(),
          };
        }),
      engagedLater: [...later.keys()].filter(pin => known.has(pin)).length,
    };
  } finally {
    await served.dispose();
  }
};

/** First positive engagement with each pin in (t, t + 14 d]. */
function engagedLater(
  { timelines }: Dataset,
  from: number,
  finish: number,
  atMs: number,
): Map<number, number> {
  const first = new Map<number, number>();
  const until = atMs + EVALUATION_DAYS * DAY_MS;
  for (let action = from; action < finish; action++) {
    const actedAtMs = timelines.atMs[action] ?? Number.POSITIVE_INFINITY;
    if (actedAtMs > until) break;
    const pin = timelines.pin[action] ?? -1;
    if (timelines.positive[action] === 1 && !first.has(pin)) first.set(pin, actedAtMs);
  }
  return first;
}

function describeAction(dataset: Dataset, action: number): SequenceAction {
  const { timelines, has } = dataset;
  return {
    ...describePin(dataset, timelines.pin[action] ?? 0),
    at: new Date(timelines.atMs[action] ?? 0).toISOString(),
    type: has.type ? (dataset.actionTypes[timelines.type[action] ?? 0] ?? '') : '',
    surface: has.surface ? (dataset.surfaces[timelines.surface[action] ?? 0] ?? '') : '',
    positive: timelines.positive[action] === 1,
  };
}

function describePin({ pins }: Dataset, pin: number): ShownPin {
  const interests = pins.interests.subarray(
    pins.interestOffsets[pin] ?? 0,
    pins.interestOffsets[pin + 1] ?? 0,
  );
  return {
    pin: pins.ids.at(pin),
    title: pins.titles.at(pin),
    interests: Array.from(interests, interest => pins.interestNames[interest] ?? ''),
  };
}
