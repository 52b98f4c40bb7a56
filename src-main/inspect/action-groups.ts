import type { UserTimeline } from './user-timeline.js';

/** By what the actions of a sequence are put together before they are taken out. */
export const GROUPINGS = ['session', 'interest', 'surface', 'similarity'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Actions closer in time than this belong to one session. */
const SESSION_GAP_MS = 30 * 60_000;
/** Groups by similarity to a pin, of equal size. */
const SIMILARITY_GROUPS = 8;

/** Actions of a sequence that are taken out together. */
export interface ActionGroup {
  /** What they share: index of the interest or surface, place in the order by time or similarity; −1 for the rest. */
  readonly key: number;
  /** Action indices, ascending. */
  readonly actions: Int32Array;
}

/** What the groupings read besides the timeline. */
export interface GroupSources {
  /** Index of a pin's first interest, −1 without one. */
  interestOf(pin: number): number;
  /** Similarity of a pin to the one that is asked about. */
  similarityOf(pin: number): number;
}

/**
 * Splits a sequence into at most `limit` groups that hold each of its actions once. Sessions are cut at
 * the longest gaps of at least half an hour; of interests and surfaces the smallest are put together
 * under key −1; by similarity there are eight groups of equal size, the most similar first.
 */
export function groupActions(
  timeline: UserTimeline,
  sequence: Int32Array,
  grouping: Grouping,
  limit: number,
  sources: GroupSources,
): ActionGroup[] {
  if (sequence.length === 0 || limit < 1) return [];
  const pinOf = (action: number) => timeline.pin[action]!;
  if (grouping === 'session') return bySession(timeline, sequence, limit);
  if (grouping === 'interest')
    return byKey(sequence, limit, action => sources.interestOf(pinOf(action)));
  if (grouping === 'surface') return byKey(sequence, limit, action => timeline.surface[action]!);
  return byOrder(sequence, Math.min(limit, SIMILARITY_GROUPS), action =>
    sources.similarityOf(pinOf(action)),
  );
}

function bySession(timeline: UserTimeline, sequence: Int32Array, limit: number): ActionGroup[] {
  const gap = (i: number) => timeline.atMs[sequence[i]!]! - timeline.atMs[sequence[i - 1]!]!;
  const cuts = Array.from(sequence.keys())
    .filter(i => i > 0 && gap(i) >= SESSION_GAP_MS)
    .sort((a, b) => gap(b) - gap(a) || a - b)
    .slice(0, limit - 1)
    .sort((a, b) => a - b);
  return [0, ...cuts].map((first, key) => ({
    key,
    actions: sequence.slice(first, cuts[key] ?? sequence.length),
  }));
}

function byKey(
  sequence: Int32Array,
  limit: number,
  keyOf: (action: number) => number,
): ActionGroup[] {
  const members = new Map<number, number[]>();
  for (const action of sequence) {
    const key = keyOf(action);
    const list = members.get(key);
    if (list) list.push(action);
    else members.set(key, [action]);
  }
  const largest = [...members].sort(([a, x], [b, y]) => y.length - x.length || a - b);
  if (largest.length <= limit)
    return largest.map(([key, actions]) => ({ key, actions: Int32Array.from(actions) }));
  const kept = largest.slice(0, limit - 1);
  const rest = largest.slice(limit - 1).flatMap(([, actions]) => actions);
  return [...kept, [-1, rest] as const].map(([key, actions]) => ({
    key,
    actions: Int32Array.from(actions).sort(),
  }));
}

function byOrder(
  sequence: Int32Array,
  groups: number,
  orderBy: (action: number) => number,
): ActionGroup[] {
  const values = Float64Array.from(sequence, orderBy);
  const order = Array.from(sequence.keys()).sort((a, b) => values[b]! - values[a]! || a - b);
  const count = Math.min(groups, sequence.length);
  return Array.from({ length: count }, (_, key) => {
    const first = Math.floor((key * order.length) / count);
    const last = Math.floor(((key + 1) * order.length) / count);
    return { key, actions: Int32Array.from(order.slice(first, last), i => sequence[i]!).sort() };
  });
}
