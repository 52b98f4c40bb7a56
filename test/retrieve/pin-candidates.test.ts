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

describe('PinCandidates', () => {
  test('one pin above all others is the only candidate for the closest', () => {
    const scores = new Float32Array(2 * SQUARE_PINS);
    scores[1500] = 0.9;
    const candidates = new PinCandidates(1, 1e-5);
    candidates.add(maximaOf(scores), 0, 0, scores.length);
    expect(candidates.positions()).toEqual([1500]);
  });

  test('two pins of one square bring the two crossings of their runs and files along', () => {
    const scores = new Float32Array(SQUARE_PINS);
    scores[3 * RUN_PINS + 7] = 0.9;
    scores[5 * RUN_PINS + 11] = 0.8;
    const candidates = new PinCandidates(2, 1e-5);
    candidates.add(maximaOf(scores), 0, 0, scores.length);
    expect(candidates.positions()).toEqual([103, 107, 167, 171]);
  });

  test('a later tile raises the bar over candidates of an earlier one, and filling is left out', () => {
    const [low, high] = [new Float32Array(SQUARE_PINS), new Float32Array(SQUARE_PINS)];
    low[0] = 0.5;
    high[2] = high[1000] = 0.7;
    const candidates = new PinCandidates(1, 1e-5);
    candidates.add(maximaOf(low), 0, 0, SQUARE_PINS);
    candidates.add(maximaOf(high), 0, SQUARE_PINS, 3);
    expect(candidates.positions()).toEqual([SQUARE_PINS + 2]);
  });
});
