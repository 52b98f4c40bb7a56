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

export interface PointSlots {
  /** A slot for each point. */
  readonly slots: Uint8Array;
  /** The design token of each slot's colour. */
  readonly tokens: readonly string[];
  /** Slots that occur among the rows asked for. */
  readonly legend: readonly LegendEntry[];
}

/** Gives the nine interests that most pins have a colour each; too many colours cannot be told apart. */
export function slotsByInterest({ interest, interests, pins }: MapOutput, rows: Rows): PointSlots {
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
  const slots = Uint8Array.from(interest, at => (at < 0 ? 0 : slotOf[at]!));
  const names = ['other interests', ...order.map(at => interests[at]!)];
  const tokens = Array.from({ length: SLOTS }, (_, slot) => `--i${slot}`);
  const [rest, ...own] = legendOf(names, slots, rows);
  return { slots, tokens, legend: [...own, rest!].filter(({ points }) => points > 0) };
}

/** Lower ends of classes of equal width on a log axis, as people count: 1, 2, 5, 10, 20 … */
const ENDS = Array.from({ length: 24 }, (_, i) => [1, 2, 5][i % 3]! * 10 ** Math.floor(i / 3));
/** From one that stands out from the paper to the darkest (in dark, the lightest). */
const SEQUENCE = [2, 3, 4, 5, 6, 7, 8];

/** Colours points by their number of actions, in at most seven classes; the lowest are joined where there are more. */
export function slotsByActions({ actions }: MapOutput, rows: Rows): PointSlots {
  const most = actions.reduce((a, b) => Math.max(a, b), 1);
  const ends = ENDS.filter(end => end <= most).slice(-SEQUENCE.length);
  ends[0] = 1;
  const slots = Uint8Array.from(actions, own => ends.filter(end => end <= own).length);
  const names = ends.map((end, i) => {
    const last = i + 1 < ends.length ? ends[i + 1]! - 1 : most;
    return last === end ? count(end) : `${count(end)}–${count(last)}`;
  });
  const skipped = SEQUENCE.length - ends.length;
  const tokens = ['--i0', ...SEQUENCE.slice(skipped).map(step => `--seq-${step}`)];
  const legend = legendOf(['none', ...names], slots, rows).reverse();
  return {
    slots,
    tokens: Array.from({ length: SLOTS }, (_, slot) => tokens[slot] ?? '--i0'),
    legend: legend.filter(({ points }) => points > 0),
  };
}

function legendOf(names: readonly string[], slots: Uint8Array, rows: Rows): LegendEntry[] {
  const counts = countSlots(slots.subarray(rows.from, rows.until));
  return names.map((name, slot) => ({ name, slot, points: counts[slot]! }));
}

/** How many points each slot has. */
export function countSlots(slots: Iterable<number>): Uint32Array {
  const counts = new Uint32Array(SLOTS);
  for (const slot of slots) counts[slot]!++;
  return counts;
}

/** Where a cluster's name stands: the middle of its points, both ways, which a few strays cannot move. */
export function clusterMiddles(
  { points }: Pick<MapOutput, 'points'>,
  { slots, legend }: Pick<PointSlots, 'slots' | 'legend'>,
  { from, until }: Rows,
): { readonly name: string; readonly x: number; readonly y: number }[] {
  return legend
    .filter(entry => entry.slot > 0)
    .map(({ name, slot }) => {
      const rows: number[] = [];
      for (let row = from; row < until; row++) if (slots[row] === slot) rows.push(row);
      return { name, x: middle(points, rows, 0), y: middle(points, rows, 1) };
    });
}

function middle(points: Float32Array, rows: readonly number[], axis: 0 | 1): number {
  const values = Float32Array.from(rows, row => points[2 * row + axis]!).sort();
  return values[Math.floor(values.length / 2)]!;
}
