/** The share of retrieved results that the covering pins account for: P90. */
const COVERED_SHARE = 0.9;

export interface Coverage {
  /** The smallest share of the index that makes up 90 % of all results. */
  readonly value: number;
  /** Users whose results were counted. */
  readonly users: number;
  /** |index|. */
  readonly indexPins: number;
  /** See `coverageBound`. */
  readonly bound: number;
}

/**
 * P90 Coverage@k (paper 4.1, spec §6): the most retrieved pins are taken until they account for 90 % of
 * all users' top-k results; their share of the index. In [0, bound], up to rounding one pin up; 0 for no
 * results or an empty index. `pins` is [users, k] with −1 in empty slots.
 */
export function p90Coverage(pins: Int32Array, k: number, indexPins: number): Coverage {
  const users = k === 0 ? 0 : pins.length / k;
  const value = indexPins === 0 ? 0 : coveringPins(pins) / indexPins;
  return { value, users, indexPins, bound: coverageBound(k, users, indexPins) };
}

/**
 * 0.9 · min(1, k · users / |index|): what P90 coverage@k is when all pins that can come up do so equally
 * often, which no retrieval exceeds by more than the rounding to a whole pin; 0 for an empty index.
 */
export function coverageBound(k: number, users: number, indexPins: number): number {
  if (indexPins === 0) return 0;
  return Math.min(COVERED_SHARE, (COVERED_SHARE * k * users) / indexPins);
}

/** A pin and how many results it is. */
export interface RetrievedCount {
  readonly pin: number;
  readonly results: number;
}

/** Pins by falling number of results, equal ones by ascending pin; `pins` holds −1 in empty slots. */
export function retrievedCounts(pins: Int32Array): RetrievedCount[] {
  const sorted = pins.filter(pin => pin >= 0).sort();
  const counts: { pin: number; results: number }[] = [];
  for (const pin of sorted) {
    const last = counts.at(-1);
    if (last?.pin === pin) last.results++;
    else counts.push({ pin, results: 1 });
  }
  return counts.sort((a, b) => b.results - a.results || a.pin - b.pin);
}

/** The curve that P90 coverage is read from. */
export interface CoverageCurve {
  /** 0 … n most retrieved pins. */
  readonly pins: Float64Array;
  /** Share of all results that they make up, 0 to 1. */
  readonly share: Float64Array;
}

/** Share of all results that the n most retrieved pins make up, for every n; a single 0 without results. */
export function coverageCurve(counts: readonly RetrievedCount[]): CoverageCurve {
  const total = counts.reduce((sum, { results }) => sum + results, 0);
  const share = new Float64Array(counts.length + 1);
  let covered = 0;
  counts.forEach(({ results }, index) => {
    covered += results;
    share[index + 1] = covered / total;
  });
  return { pins: Float64Array.from(share, (_, index) => index), share };
}

/** How many of the most retrieved pins make up 90 % of the results. */
function coveringPins(pins: Int32Array): number {
  const counts = retrievedCounts(pins);
  const total = counts.reduce((sum, { results }) => sum + results, 0);
  // In whole numbers: the smallest n whose results are at least 90 % of all.
  let covered = 0;
  let needed = 0;
  while (covered * 10 < total * 9) covered += counts[needed++]!.results;
  return needed;
}
