import { describe, expect, test } from 'vitest';
import { PinCandidates } from '../../src-main/retrieve/pin-candidates.js';
import { RUN_PINS, SQUARE_PINS, type TileMaxima } from '../../src-main/retrieve/score-program.js';

/** Maxima of one query over whole squares of scores, as the program takes them. */
function maximaOf(scores: Float32Array): TileMaxima {
  const runs = new Float32Array(scores.length / RUN_PINS).fill(Number.NEGATIVE_INFINITY);
  const files = runs.slice();
  scores.forEach((score, pin) => {
    const run = Math.floor(pin / RUN_PINS);
    const file = Math.floor(pin / SQUARE_PINS) * RUN_PINS + (pin % RUN_PINS);
    runs[run] = Math.max(runs[run]!, score);
    files[file] = Math.max(files[file]!, score);
  });
  return { runs, files };
}

/** Candidates of one query for its n closest after these tiles of one length. */
function candidatesOf(n: number, ...tiles: { scores: Float32Array; filled?: number }[]): number[] {
  const candidates = new PinCandidates([n], Float64Array.of(1e-5));
  tiles.forEach(({ scores, filled = scores.length }, tile) => {
    candidates.add(maximaOf(scores), scores.length, tile * scores.length, filled);
  });
  const positions: number[] = [];
  candidates.forEach((_, position) => {
    positions.push(position);
  });
  return positions;
}

describe('PinCandidates', () => {
  test('one pin above all others is the only candidate for the closest', () => {
    const scores = new Float32Array(2 * SQUARE_PINS);
    scores[1500] = 0.9;
    expect(candidatesOf(1, { scores })).toEqual([1500]);
  });

  test('two pins of one square bring the two crossings of their runs and files along', () => {
    const scores = new Float32Array(SQUARE_PINS);
    scores[3 * RUN_PINS + 7] = 0.9;
    scores[5 * RUN_PINS + 11] = 0.8;
    expect(candidatesOf(2, { scores })).toEqual([103, 107, 167, 171]);
  });

  test('a later tile raises the bar over candidates of an earlier one, and filling is left out', () => {
    const [low, high] = [new Float32Array(SQUARE_PINS), new Float32Array(SQUARE_PINS)];
    low[0] = 0.5;
    high[2] = high[1000] = 0.7;
    expect(candidatesOf(1, { scores: low }, { scores: high, filled: 3 })).toEqual([
      SQUARE_PINS + 2,
    ]);
  });

  test('each query has its own bar and its own number', () => {
    const scores = Float32Array.from({ length: SQUARE_PINS }, (_, pin) => -pin);
    const { runs, files } = maximaOf(scores);
    const twice = (values: Float32Array) => Float32Array.of(...values, ...values);
    const candidates = new PinCandidates([1, 2], Float64Array.of(1e-5, 1e-5));
    candidates.add({ runs: twice(runs), files: twice(files) }, SQUARE_PINS, 0, SQUARE_PINS);
    const kept: [number, number][] = [];
    candidates.forEach((row, position) => {
      kept.push([row, position]);
    });
    // The second's bar is −32, the maximum of its second run: two runs and all files reach it.
    expect(kept.filter(([row]) => row === 0)).toEqual([[0, 0]]);
    expect(kept.filter(([row]) => row === 1)).toHaveLength(64);
  });
});
