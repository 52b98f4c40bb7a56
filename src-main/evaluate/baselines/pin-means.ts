import type { Timelines } from '../../data/columns.js';
import type { ServedStates } from './most-visited.js';

/** Normalised features of all pins, [pins, width], and which of them exist at t. */
export interface KnownPinFeatures {
  readonly values: Float32Array;
  readonly known: Uint8Array;
  readonly width: number;
}

/** Weight of the j-th newest action of a state, j from 0; 0 ends the sum. */
export type RecencyWeight = (age: number) => number;

/** Mean of the last n pins: weight 1, n times. */
export function lastN(n: number): RecencyWeight {
  return age => (age < n ? 1 : 0);
}

/** Each action weighs 0.9 of the next newer one; past 100 actions nothing is left. */
export const recencyWeight: RecencyWeight = age => (age < 100 ? 0.9 ** age : 0);

/**
 * Queries [states, width] that need no training (spec §6): the L2-normalised weighted mean of the
 * features of a user's newest actions before the state's end. Pins without features are passed over and
 * do not age the others; a state without any gives zeros, which tie with the whole index.
 */
export function pinMeanQueries(
  timelines: Timelines,
  features: KnownPinFeatures,
  states: ServedStates,
  weight: RecencyWeight,
): Float32Array {
  const { width } = features;
  const queries = new Float32Array(states.users.length * width);
  const sum = new Float64Array(width);
  for (let query = 0; query < states.users.length; query++) {
    const begin = timelines.offsets[states.users[query]!]!;
    sum.fill(0);
    let age = 0;
    for (let i = states.ends[query]! - 1; i >= begin && weight(age) > 0; i--) {
      const pin = timelines.pin[i]!;
      if (features.known[pin] !== 1) continue;
      const w = weight(age++);
      for (let d = 0; d < width; d++) sum[d]! += w * features.values[pin * width + d]!;
    }
    const norm = Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
    if (norm > 0) for (let d = 0; d < width; d++) queries[query * width + d] = sum[d]! / norm;
  }
  return queries;
}

/** A copy of `values` [pins, width] with every row L2-normalised; zero rows stay zero. */
export function normalisedRows(values: Float32Array, width: number): Float32Array {
  const rows = Float32Array.from(values);
  for (let begin = 0; begin < rows.length; begin += width) {
    let square = 0;
    for (let d = begin; d < begin + width; d++) square += rows[d]! * rows[d]!;
    if (square > 0) for (let d = begin; d < begin + width; d++) rows[d]! /= Math.sqrt(square);
  }
  return rows;
}
