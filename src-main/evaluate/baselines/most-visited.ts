import type { Timelines } from '../../data/columns.js';
import type { PinScorer } from '../rank-by-scores.js';

/** The state that serves a query: user and the absolute action index before which it was taken. */
export interface ServedStates {
  readonly users: Int32Array;
  readonly ends: Uint32Array;
}

/**
 * The user's own most-visited pins (spec §6): the number of the user's actions on a pin before the
 * state's end. Equally visited pins, and those never visited, stand in order of popularity, whose
 * scores lie in [0, 1).
 */
export function mostVisitedScorer(
  timelines: Timelines,
  popularity: Float64Array,
  states: ServedStates,
): PinScorer {
  return {
    base: popularity,
    ownScores(query) {
      const scores = new Map<number, number>();
      const begin = timelines.offsets[states.users[query]!]!;
      for (let i = begin; i < states.ends[query]!; i++) {
        const pin = timelines.pin[i]!;
        scores.set(pin, (scores.get(pin) ?? popularity[pin]!) + 1);
      }
      return scores;
    },
  };
}
