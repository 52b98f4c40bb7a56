import { expect, test } from 'vitest';
import { StageRate } from '../../../src-main/services/job-queue/stage-rate.js';

const at = (done: number, total?: number, stage = 'training') => ({
  stage,
  done,
  unit: 'steps',
  ...(total === undefined ? {} : { total }),
});

test('the time left is elapsed · remaining / done, both since the first word of the stage', () => {
  const rate = new StageRate();
  expect(rate.secondsLeft(at(20, 100), 1000)).toBeUndefined();
  // 30 steps in 3 s: 50 more take 5 s.
  expect(rate.secondsLeft(at(50, 100), 4000)).toBe(5);
  expect(rate.secondsLeft(at(100, 100), 9000)).toBe(0);
});

test('a new stage, one that begins again and an unknown total have no time left', () => {
  const rate = new StageRate();
  rate.secondsLeft(at(0, 10), 0);
  expect(rate.secondsLeft(at(5, 10, 'measuring'), 1000)).toBeUndefined();
  expect(rate.secondsLeft(at(6, 10, 'measuring'), 2000)).toBe(4);
  expect(rate.secondsLeft(at(1, 10, 'measuring'), 3000)).toBeUndefined();
  expect(rate.secondsLeft(at(9), 4000)).toBeUndefined();
});
