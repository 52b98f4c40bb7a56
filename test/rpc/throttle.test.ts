import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttle } from '../../src-main/rpc/throttle.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first value comes at once, then the latest of each interval', () => {
  const told: number[] = [];
  const { push } = throttle<number>(value => told.push(value), 100);
  for (let value = 0; value < 35; value++) {
    push(value);
    vi.advanceTimersByTime(10);
  }
  expect(told).toEqual([0, 9, 19, 29]);
});

test('the last value comes without another one to push it', () => {
  const told: string[] = [];
  const { push } = throttle<string>(value => told.push(value), 100);
  push('a');
  push('b');
  vi.advanceTimersByTime(1000);
  expect(told).toEqual(['a', 'b']);
});

test('after a pause the next value comes at once', () => {
  const told: string[] = [];
  const { push } = throttle<string>(value => told.push(value), 100);
  push('a');
  vi.advanceTimersByTime(1000);
  push('b');
  expect(told).toEqual(['a', 'b']);
});

test('a flush tells what waits, once; after a stop nothing is told', () => {
  const told: string[] = [];
  const { push, flush, stop } = throttle<string>(value => told.push(value), 100);
  push('a');
  push('b');
  flush();
  flush();
  expect(told).toEqual(['a', 'b']);
  push('c');
  stop();
  push('d');
  vi.advanceTimersByTime(1000);
  expect(told).toEqual(['a', 'b']);
  expect(vi.getTimerCount()).toBe(0);
});
