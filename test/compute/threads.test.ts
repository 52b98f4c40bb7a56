import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { defaultThreads } from '../../src-main/compute/threads.js';

it('runs with at least one thread and no more than this process may use', () => {
  expect(defaultThreads()).toBeGreaterThanOrEqual(1);
  expect(defaultThreads()).toBeLessThanOrEqual(availableParallelism());
});
