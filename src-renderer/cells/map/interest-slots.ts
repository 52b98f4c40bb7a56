import type { MapOutput } from '../../../src-main/contract/outputs.js';

/** Interests that have a colour of their own; all others share slot 0. */
const COLOURED = 9;

export interface LegendEntry {
  readonly name: string;
  /** 1 to 9 by falling number of pins, 0 for all others. */
  readonly slot: number;
  readonly pins: number;
}

export interface InterestSlots {
  /** A slot for each point. */
  readonly slots: Uint8Array;
  readonly legend: readonly LegendEntry[];
}

/** Gives the nine largest interests a colour each; too many colours cannot be told apart. */
export function interestSlots({ interest, interests, pins }: MapOutput): InterestSlots {
  const counts = new Uint32Array(interests.length);
  for (let row = 0; row < pins; row++) if (interest[row]! >= 0) counts[interest[row]!]!++;
  const order = Array.from(counts.keys())
    .filter(at => counts[at]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, COLOURED);
  const slotOf = new Uint8Array(interests.length);
  order.forEach((at, place) => {
    slotOf[at] = place + 1;
  });
  const slots = Uint8Array.from(interest, at => (at < 0 ? 0 : slotOf[at]!));
  const legend = order.map((at, place) => ({
    name: interests[at]!,
    slot: place + 1,
    pins: counts[at]!,
  }));
  const rest = pins - legend.reduce((sum, entry) => sum + entry.pins, 0);
  return {
    slots,
    legend: rest > 0 ? [...legend, { name: 'other interests', slot: 0, pins: rest }] : legend,
  };
}

/** Where a cluster's name stands: the middle of its pins, both ways, which a few strays cannot move. */
export function clusterMiddles(
  { points, pins }: MapOutput,
  { slots, legend }: InterestSlots,
): { readonly name: string; readonly x: number; readonly y: number }[] {
  return legend
    .filter(entry => entry.slot > 0)
    .map(({ name, slot }) => {
      const rows: number[] = [];
      for (let row = 0; row < pins; row++) if (slots[row] === slot) rows.push(row);
      return { name, x: middle(points, rows, 0), y: middle(points, rows, 1) };
    });
}

function middle(points: Float32Array, rows: readonly number[], axis: 0 | 1): number {
  const values = Float32Array.from(rows, row => points[2 * row + axis]!).sort();
  return values[Math.floor(values.length / 2)]!;
}
