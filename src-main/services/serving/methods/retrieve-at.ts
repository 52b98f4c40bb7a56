import { DAY_MS, EVALUATION_DAYS } from '../../../data/split.js';
import { distanceOf } from '../../../inspect/closeness.js';
import { compareLists } from '../../../inspect/list-change.js';
import type { UserTimeline } from '../../../inspect/user-timeline.js';
import { describePin, type PinFacts } from '../describe-pin.js';
import { type AskedIndex, type ServedBy, servedIndex } from '../served-index.js';
import type { WarmRun } from '../warm-run.js';
import { askedCadences, askedMoment, askedUser, checkK, type MomentPlace } from './asked-moment.js';
import type { ServingMethod } from './method.js';

export interface RetrieveAtParams extends MomentPlace, AskedIndex {
  /** Shown side by side: `once,daily,realtime`. */
  readonly cadences: string;
  readonly k: number;
}

/** A pin of a retrieved list. */
export interface RetrievedAtPin extends PinFacts {
  /** From 1. */
  readonly rank: number;
  readonly score: number;
  /** Euclidean distance of the embeddings, 0 to 2; null where similarity is a bare dot product. */
  readonly distance: number | null;
  /** The user had acted on it by then. */
  readonly visited: boolean;
  /** First positive engagement within the 14 days after, UTC ms; null without one. */
  readonly engagedAtMs: number | null;
  /** Rank in the column before this one, 0 where it came; null in the first column. */
  readonly rankBefore: number | null;
}

/** What one cadence retrieves at the moment. */
export interface RetrievedColumn {
  readonly cadence: string;
  /** False where nothing is in force yet. */
  readonly exists: boolean;
  readonly cutOffMs: number;
  readonly ageMs: number;
  readonly unseen: number;
  readonly sequenceLength: number;
  readonly cosineToRealtime: number;
  /** Empty where nothing is in force, or before the first action that the model reads. */
  readonly pins: readonly RetrievedAtPin[];
  /** Pins of the column before that this one has not; null in the first column. */
  readonly went: Int32Array | null;
}

export interface RetrievedAt extends ServedBy {
  readonly atMs: number;
  /** From the stalest to the freshest. */
  readonly columns: readonly RetrievedColumn[];
  /** Distinct pins of the index that are engaged with in the 14 days after: what could be hit. */
  readonly engagedLater: number;
}

/** The k closest pins under each cadence, side by side, and what differs from column to column. */
export const retrieveAt: ServingMethod<RetrieveAtParams, RetrievedAt> = async (
  state,
  params,
  signal,
) => {
  const asked = await askedUser(state, params);
  const { run, timeline } = asked;
  const { atMs } = params;
  const k = checkK(params.k);
  const cadences = askedCadences(params.cadences);
  const { end, inForce } = await askedMoment(asked, atMs, cadences, signal);
  const { index, by } = await servedIndex(await state.workspace(), run, params);
  const top = await index.topK(joined(inForce.map(({ embedding }) => embedding)), k, { signal });
  const lists = inForce.map(({ sequenceLength }, i) =>
    sequenceLength === 0
      ? new Int32Array(0)
      : top.pins.slice(i * k, (i + 1) * k).filter(pin => pin >= 0),
  );
  const visited = new Set(timeline.pin.subarray(0, end));
  const later = engagedLater(timeline, end, atMs);
  const describe = pinDescriber(run, visited, later);
  const columns = inForce.map(({ embedding: _, end: __, ...facts }, i): RetrievedColumn => {
    const before = lists[i - 1];
    const list = lists[i]!;
    const change = before && compareLists(before, list);
    const pins = Array.from(list, (pin, slot) =>
      describe(pin, slot, top.scores[i * k + slot]!, change?.rankBefore[slot] ?? null),
    );
    return { ...facts, pins, went: change?.went ?? null };
  });
  const known = run.model.pinFeatures.known;
  const hittable = [...later.keys()].filter(pin => known[pin] === 1).length;
  return { ...by, atMs, columns, engagedLater: hittable };
};

function pinDescriber(
  run: WarmRun,
  visited: ReadonlySet<number>,
  later: ReadonlyMap<number, number>,
) {
  const { similarity } = run.model.config.model;
  return (pin: number, slot: number, score: number, rankBefore: number | null): RetrievedAtPin => ({
    ...describePin(run.dataset.pins, pin),
    rank: slot + 1,
    score,
    distance: distanceOf(score, similarity),
    visited: visited.has(pin),
    engagedAtMs: later.get(pin) ?? null,
    rankBefore,
  });
}

/** First positive engagement with each pin in (atMs, atMs + 14 d], from action `from` on. */
function engagedLater(timeline: UserTimeline, from: number, atMs: number): Map<number, number> {
  const first = new Map<number, number>();
  const until = atMs + EVALUATION_DAYS * DAY_MS;
  for (let action = from; action < timeline.pin.length; action++) {
    const actedAtMs = timeline.atMs[action]!;
    if (actedAtMs > until) break;
    const pin = timeline.pin[action]!;
    if (timeline.positive[action] === 1 && !first.has(pin)) first.set(pin, actedAtMs);
  }
  return first;
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const width = rows[0]?.length ?? 0;
  const all = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    all.set(row, i * width);
  });
  return all;
}
