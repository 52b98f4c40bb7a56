import { DAY_MS } from '../../base/time.js';
import { EVALUATION_DAYS } from '../../data/split.js';
import { distanceOf } from '../../inspect/closeness.js';
import { endAt, type UserTimeline } from '../../inspect/user-timeline.js';
import type { AskedUser } from './methods/asked-moment.js';
import type { ServingState } from './serving-state.js';
import { type ShownPinFacts, shownPins } from './shown-pins.js';

/** A pin of a list that was retrieved for a user at a moment. */
export interface ListedPin extends ShownPinFacts {
  /** From 1. */
  readonly rank: number;
  readonly score: number;
  /** Euclidean distance of the embeddings, 0 to 2; null where similarity is a bare dot product. */
  readonly distance: number | null;
  /** The user had acted on it by then. */
  readonly visited: boolean;
  /** First positive engagement within the 14 days after, UTC ms; null without one. */
  readonly engagedAtMs: number | null;
}

/** Retrieved pins, closest first, with as many scores. */
export interface PinList {
  readonly pins: Int32Array;
  readonly scores: Float32Array;
}

export interface ListContext {
  readonly asked: AskedUser;
  readonly atMs: number;
  /** Looks up addresses too, which stand in other files. */
  readonly links?: boolean | undefined;
}

/**
 * Lists as they are shown. What the user did by the moment and after it is what really happened, whatever
 * past a list was retrieved for.
 */
export async function listPins(
  state: ServingState,
  { asked: { run, timeline }, atMs, links }: ListContext,
  lists: readonly PinList[],
): Promise<ListedPin[][]> {
  const { similarity } = run.model.config.model;
  const visited = new Set(timeline.pin.subarray(0, endAt(timeline, atMs)));
  const later = engagedLater(timeline, atMs);
  const all = new Set(lists.flatMap(({ pins }) => [...pins]));
  const shown = await shownPins(state, run.dataset, all, links);
  const factsOf = new Map(shown.map(facts => [facts.pin, facts]));
  return lists.map(({ pins, scores }) =>
    Array.from(pins, (pin, slot) => ({
      ...factsOf.get(pin)!,
      rank: slot + 1,
      score: scores[slot]!,
      distance: distanceOf(scores[slot]!, similarity),
      visited: visited.has(pin),
      engagedAtMs: later.get(pin) ?? null,
    })),
  );
}

/** First positive engagement with each pin in (atMs, atMs + 14 d]. */
export function engagedLater(timeline: UserTimeline, atMs: number): Map<number, number> {
  const first = new Map<number, number>();
  const until = atMs + EVALUATION_DAYS * DAY_MS;
  for (let action = endAt(timeline, atMs); action < timeline.pin.length; action++) {
    const actedAtMs = timeline.atMs[action]!;
    if (actedAtMs > until) break;
    const pin = timeline.pin[action]!;
    if (timeline.positive[action] === 1 && !first.has(pin)) first.set(pin, actedAtMs);
  }
  return first;
}
