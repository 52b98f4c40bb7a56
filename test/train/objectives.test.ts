import { expect, test } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { DenseAllAction } from '../../src-main/train/objectives/dense-all-action.js';
import type { Objective } from '../../src-main/train/objectives/objective.js';
import { SasRec } from '../../src-main/train/objectives/sas-rec.js';
import type { TrainingTimelines } from '../../src-main/train/training-timelines.js';
import { tinyTimelines, tinyTraining } from './tiny-timelines.js';

/** All rows that 200 draws give, as "position>pin". */
function rowsSeen(objective: Objective, timelines: TrainingTimelines, start: number, end: number) {
  const rng = Rng.derive(1, 'rows');
  const seen = new Set<string>();
  for (let i = 0; i < 200; i++)
    objective.drawRows(timelines, 0, start, end, rng, (action, pin) => {
      seen.add(`${action}>${pin}`);
    });
  return [...seen].sort();
}

//      action  0   1   2   3   4    5
//      day     0   0   10  28  28.5 60     K = 28
//      pin     10  11  12  13  14   15     action 3 is not positive
const one = tinyTimelines([
  [10, 0],
  [11, 0],
  [12, 10],
  [13, 28, false],
  [14, 28.5],
  [15, 60],
]);

test('dense all-action draws positives strictly after a position and at most K days later', () => {
  const dense = new DenseAllAction({ windowDays: 28, positionsPerSequence: 32 });
  const timelines = tinyTraining(one);
  expect(rowsSeen(dense, timelines, 0, 6)).toEqual([
    '0>12', // (0, 28]: day 10; not the tie on day 0, not day 28.5
    '1>12',
    '2>14', // (10, 38]: day 28.5; day 28 is not positive
    '3>14',
  ]);
  // The window of day 28.5 ends on day 56.5, before the next positive.
  expect(dense.hasPositive(timelines, 0, 4)).toBe(false);
  expect(dense.hasPositive(timelines, 0, 5)).toBe(false);
});

test('a positive exactly K days later is inside the window', () => {
  const dense = new DenseAllAction({ windowDays: 28, positionsPerSequence: 1 });
  const timelines = tinyTraining(
    tinyTimelines([
      [1, 0],
      [2, 28],
    ]),
  );
  expect(rowsSeen(dense, timelines, 0, 1)).toEqual(['0>2']);
});

test('no positive after the end of training time is drawn', () => {
  const dense = new DenseAllAction({ windowDays: 28, positionsPerSequence: 32 });
  expect(rowsSeen(dense, tinyTraining(one, 28.4), 0, 4)).toEqual(['0>12', '1>12']);
});

test('dense all-action draws at most its number of positions, each once, evenly', () => {
  const dense = new DenseAllAction({ windowDays: 28, positionsPerSequence: 2 });
  const timelines = tinyTraining(
    tinyTimelines(Array.from({ length: 6 }, (_, day) => [day, day] as const)),
  );
  const rng = Rng.derive(2, 'positions');
  const counts = new Int32Array(5);
  for (let draw = 0; draw < 3000; draw++) {
    const positions: number[] = [];
    dense.drawRows(timelines, 0, 0, 6, rng, action => positions.push(action));
    expect(positions.length).toBe(2);
    expect(positions[0]).toBeLessThan(positions[1]!);
    for (const position of positions) counts[position]! += 1;
  }
  // Each of five eligible positions is expected 1200 times, deviation 27.
  for (const count of counts) expect(Math.abs(count - 1200)).toBeLessThan(135);
});

test('SASRec predicts the very next action, where that is positive', () => {
  const sasrec = new SasRec({ positionsPerSequence: null, maxLength: 8, e1Weight: 'none' });
  const timelines = tinyTraining(one);
  // 2 is followed by an action that is not positive, 5 by none; ties keep their order.
  expect(rowsSeen(sasrec, timelines, 0, 6)).toEqual(['0>11', '1>12', '3>14', '4>15']);
  expect(sasrec.weighting).toBe('equal');
});

test('SASRec with few positions always reads the newest', () => {
  const sasrec = new SasRec({ positionsPerSequence: 2, maxLength: 8, e1Weight: 'equal' });
  const timelines = tinyTraining(one);
  expect(sasrec.weighting).toBe('newestHalf');
  const rng = Rng.derive(3, 'rows');
  for (let draw = 0; draw < 20; draw++) {
    const positions: number[] = [];
    sasrec.drawRows(timelines, 0, 0, 5, rng, action => positions.push(action));
    expect(positions).toHaveLength(2);
    expect(positions[1]).toBe(4);
  }
});
