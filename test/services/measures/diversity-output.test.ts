import { expect, test } from 'vitest';
import type { Dataset } from '../../../src-main/data/columns.js';
import { diversityOutput } from '../../../src-main/services/measures/diversity-output.js';
import { PINS } from '../../simulate/walkers.js';
import { datasetOfWalks, replayOf } from './walked.js';

/** Two users stand at pin 0 and one opposite; pins 0 … 29 are "a", the rest "b". */
function dataset(): Dataset {
  const walks = datasetOfWalks(
    [
      [0, -2],
      [3, 1],
    ],
    [
      [0, -1],
      [3, 1],
    ],
    [
      [30, -3],
      [20, -1],
      [23, 1],
    ],
  );
  const interests = Int32Array.from({ length: PINS }, (_, pin) => (pin < 30 ? 0 : 1));
  return { ...walks, pins: { ...walks.pins, interests, interestNames: ['a', 'b'] } };
}
const run = { run: 'here', ahead: 0 };

test('coverage counts the top 10 of all users, and names what dominates', async () => {
  const output = diversityOutput(await replayOf(dataset(), [run], 'once'), 1);
  expect(output).toMatchObject({ run: 'here', users: 3, indexPins: PINS });
  const [row] = output.rows;
  // 10 pins around 0 for two users and 10 around 20 for one: 30 results. 27 of them are the 10 that two
  // users have and 7 of the others.
  expect(row?.coverageP90At10).toBeCloseTo(17 / PINS, 12);
  expect([...(row?.curve.pins ?? [])]).toEqual(Array.from({ length: 21 }, (_, i) => i));
  expect(row?.curve.share[10]).toBeCloseTo(20 / 30, 12);
  expect(row?.curve.share[20]).toBe(1);
  expect(row?.dominating.length).toBe(20);
  expect(row?.dominating.map(({ share }) => share)).toEqual([
    ...new Array(10).fill(2 / 30),
    ...new Array(10).fill(1 / 30),
  ]);
  // Equally frequent ones by ascending pin.
  expect(row?.dominating[0]?.id).toBe('p0');
});

test('interests of results stand beside those of actions up to t', async () => {
  const [row] = diversityOutput(await replayOf(dataset(), [run], 'once'), 1).rows;
  // Lists of 50 hold all 40 pins: 30 "a" and 10 "b". Of four actions up to t one is "b".
  expect(row?.interests).toEqual([
    { name: 'a', results: 0.75, history: 0.75 },
    { name: 'b', results: 0.25, history: 0.25 },
  ]);
  const nats = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
  for (const entropy of row?.entropy ?? []) expect(entropy).toBeCloseTo(nats, 6);
  expect(row?.entropyMean.value).toBeCloseTo(nats, 12);
});

test('data without interests has no entropy, and still a coverage', async () => {
  const plain = dataset();
  const without = {
    ...plain,
    pins: {
      ...plain.pins,
      interestOffsets: new Uint32Array(PINS + 1),
      interests: new Int32Array(0),
      interestNames: [],
    },
  };
  const [row] = diversityOutput(await replayOf(without, [run], 'once'), 1).rows;
  expect([...(row?.entropy ?? [])]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  expect(row?.entropyMean.value).toBeNaN();
  expect(row?.interests).toEqual([]);
  expect(row?.coverageP90At10).toBeCloseTo(17 / PINS, 12);
});
