import type { DiversityOutput } from '../../../src-main/contract/outputs.js';
import { gaussianDensity, silvermanBandwidth } from '../../charts/density.js';
import type { Dash } from '../../charts/line-chart.js';

export type DiversityRow = DiversityOutput['rows'][number];

/** Entropy@50 is at most that of fifty results of fifty interests. */
export const MOST_ENTROPY = Math.log(50);

const DASHES: readonly Dash[] = ['solid', 'dashed', 'dotted'];

export function keyOf({ run, cadence }: DiversityRow): string {
  return `${run}/${cadence}`;
}

/** The line pattern of a row's run, in the order of the runs. */
export function dashOf(rows: readonly DiversityRow[], row: DiversityRow): Dash {
  const runs = [...new Set(rows.map(other => other.run))];
  return DASHES[runs.indexOf(row.run) % DASHES.length]!;
}

export interface Ridge {
  readonly row: DiversityRow;
  readonly x: Float64Array;
  /** 0 to 1 of the tallest ridge of all. */
  readonly height: Float64Array;
}

/** Densities of users over entropy, all on one scale, so that areas are comparable. */
export function ridges(rows: readonly DiversityRow[], points = 120): Ridge[] {
  const x = Float64Array.from({ length: points }, (_, i) => (MOST_ENTROPY * i) / (points - 1));
  const curves = rows.map(row => {
    // Users of one interest pile up on 0, where a width of nothing would show a spike of no area.
    const width = Math.max(0.04, silvermanBandwidth(row.entropy));
    return gaussianDensity(row.entropy, x, width);
  });
  const most = curves.reduce((top, curve) => curve.reduce((a, b) => Math.max(a, b), top), 0);
  return rows.map((row, i) => ({
    row,
    x,
    height: most > 0 ? curves[i]!.map(value => value / most) : curves[i]!,
  }));
}

/** The coverage curve with x as a share of the index; it begins at 0, 0. */
export function coverageCurve(
  row: DiversityRow,
  indexPins: number,
): { readonly x: Float64Array; readonly y: Float64Array } {
  return {
    x: Float64Array.of(0, ...row.curve.pins.map(pins => pins / indexPins)),
    y: Float64Array.of(0, ...row.curve.share),
  };
}

/** .9 × min(1, 10 × users / pins): what P90 coverage@10 would be if all that can come up did so equally often. */
export function coverageBound({ users, indexPins }: DiversityOutput): number {
  return 0.9 * Math.min(1, (10 * users) / indexPins);
}
