import type { MapOutput } from '../../../src-main/contract/outputs.js';
import { count } from '../../widgets/format.js';

/** Colours that a map can have: slot 0, for the rest, and nine more. */
export const SLOTS = 10;

/** Rows `from` … `until` − 1 of a map's points. */
export interface Rows {
  readonly from: number;
  readonly until: number;
}

export interface LegendEntry {
  readonly name: string;
  /** 0 for all that have no colour of their own. */
  readonly slot: number;
  readonly points: number;
}

/** How all points of a map are coloured. */
export interface PointSlots {
  /** A slot for each point. */
  readonly slots: Uint8Array;
  /** The design token of each slot's colour. */
  readonly tokens: readonly string[];
  /** Slots and what they stand for, in the order of a legend. */
  readonly names: readonly { readonly slot: number; readonly name: string }[];
}

/** Gives the nine interests that most pins have a colour each; too many colours cannot be told apart. */
export function slotsByInterest({ interest, interests, pins }: MapOutput): PointSlots {
  const pinsOf = new Uint32Array(interests.length);
  for (let row = 0; row < pins; row++) if (interest[row]! >= 0) pinsOf[interest[row]!]!++;
  const order = Array.from(pinsOf.keys())
    .filter(at => pinsOf[at]! > 0)
    .sort((a, b) => pinsOf[b]! - pinsOf[a]! || a - b)
    .slice(0, SLOTS - 1);
  const slotOf = new Uint8Array(interests.length);
  order.forEach((at, place) => {
    slotOf[at] = place + 1;
  });
  return {
    slots: Uint8Array.from(interest, at => (at < 0 ? 0 : slotOf[at]!)),
    tokens: Array.from({ length: SLOTS }, (_, slot) => `--i${slot}`),
    names: [
      ...order.map((at, place) => ({ slot: place + 1, name: interests[at]! })),
      { slot: 0, name: 'other interests' },
    ],
  };
}

/** Lower ends of classes of about equal width on a log axis, as people count: 1, 2, 5, 10, 20 … */
const ENDS = Array.from({ length: 24 }, (_, i) => [1, 2, 5][i % 3]! * 10 ** Math.floor(i / 3));
/** From one that stands out from the paper to the darkest (in dark, the lightest). */
const SEQUENCE = [2, 3, 4, 5, 6, 7, 8];

/** Colours points by their number of actions, in at most seven classes; the lowest are joined where there are more. */
export function slotsByActions({ actions }: Pick<MapOutput, 'actions'>): PointSlots {
  const most = actions.reduce((a, b) => Math.max(a, b), 1);
  const ends = ENDS.filter(end => end <= most).slice(-SEQUENCE.length);
  ends[0] = 1;
  const classOf = (own: number) => {
    let slot = 0;
    while (slot < ends.length && ends[slot]! <= own) slot++;
    return slot;
  };
  const names = ends.map((end, i) => {
    const last = i + 1 < ends.length ? ends[i + 1]! - 1 : most;
    return { slot: i + 1, name: last === end ? count(end) : `${count(end)}–${count(last)}` };
  });
  const tokens = ['--i0', ...SEQUENCE.slice(-ends.length).map(step => `--seq-${step}`)];
  return {
    slots: Uint8Array.from(actions, classOf),
    tokens: Array.from({ length: SLOTS }, (_, slot) => tokens[slot] ?? '--i0'),
    names: [{ slot: 0, name: 'none' }, ...names].reverse(),
  };
}

/** The slots that occur among some points, with how many have each. */
export function legendOf(
  { names, slots }: Pick<PointSlots, 'names' | 'slots'>,
  rows: Iterable<number> | Rows,
): LegendEntry[] {
  const counts = new Uint32Array(SLOTS);
  if ('from' in rows) for (let row = rows.from; row < rows.until; row++) counts[slots[row]!]!++;
  else for (const row of rows) counts[slots[row]!]!++;
  return names
    .map(({ slot, name }) => ({ slot, name, points: counts[slot]! }))
    .filter(({ points }) => points > 0);
}

/** Where a cluster's name stands: the middle of its points, both ways, which a few strays cannot move. */
export function clusterMiddles(
  { points }: Pick<MapOutput, 'points'>,
  { slots, names }: Pick<PointSlots, 'slots' | 'names'>,
  { from, until }: Rows,
): { readonly name: string; readonly x: number; readonly y: number }[] {
  return names.flatMap(({ name, slot }) => {
    if (slot === 0) return [];
    const rows: number[] = [];
    for (let row = from; row < until; row++) if (slots[row] === slot) rows.push(row);
    return rows.length === 0
      ? []
      : [{ name, x: middle(points, rows, 0), y: middle(points, rows, 1) }];
  });
}

function middle(points: Float32Array, rows: readonly number[], axis: 0 | 1): number {
  const values = Float32Array.from(rows, row => points[2 * row + axis]!).sort();
  return values[Math.floor(values.length / 2)]!;
}
