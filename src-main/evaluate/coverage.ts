/** The share of retrieved results that the covering pins account for: P90. */
const COVERED_SHARE = 0.9;

export interface Coverage {
  /** The smallest share of the index that makes up 90 % of all results. */
  readonly value: number;
  /** Users whose results were counted. */
  readonly users: number;
  /** |index|. */
  readonly indexPins: number;
  /** 0.9 · k · users / |index|, at most 1: no retrieval over so few users can cover more. */
  readonly bound: number;
}

/**
 * P90 Coverage@k (paper 4.1, spec §6): the most retrieved pins are taken until they account for 90 % of
 * all users' top-k results; their share of the index. In [0, bound], up to rounding one pin up; 0 for no
 * results or an empty index. `pins` is [users, k] with −1 in empty slots.
 */
export function p90Coverage(pins: Int32Array, k: number, indexPins: number): Coverage {
  const users = k === 0 ? 0 : pins.length / k;
  const bound = indexPins === 0 ? 0 : Math.min(1, (COVERED_SHARE * k * users) / indexPins);
  const value = indexPins === 0 ? 0 : coveringPins(pins) / indexPins;
  return { value, users, indexPins, bound };
}

/** How many of the most retrieved pins make up 90 % of the results. */
function coveringPins(pins: Int32Array): number {
  const sorted = pins.filter(pin => pin >= 0).sort();
  const counts: number[] = [];
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[i - 1]) counts.push(1);
    else counts[counts.length - 1]!++;
  counts.sort((a, b) => b - a);
  // In whole numbers: the smallest n whose results are at least 90 % of all.
  let covered = 0;
  let needed = 0;
  while (covered * 10 < sorted.length * 9) covered += counts[needed++]!;
  return needed;
}
