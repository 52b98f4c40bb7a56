import { expect, test } from 'vitest';
import { DAY_MS } from '../../../src-renderer/charts/day.js';
import {
  firstPlayhead,
  newestAction,
  sightOf,
  stepPlayhead,
} from '../../../src-renderer/follow/playhead-steps.js';

const HOUR_MS = 3_600_000;
/** Two actions at once, a positive one ten minutes later, and one of the next day. */
const atMs = Float64Array.of(1000, 1000, 601_000, DAY_MS);
const life = { atMs, positive: Uint8Array.of(0, 0, 1, 0) };

test('a playhead sees what came strictly before it', () => {
  expect([1000, 1001, 601_000, 2 * DAY_MS].map(at => newestAction(life, at))).toEqual([
    -1, 1, 1, 3,
  ]);
  expect([0, 900, 1001, 400_000].map(at => sightOf(life, at))).toEqual([1000, 1000, 1001, 1001]);
});

test('steps go just after an action, and from an action to the instant before it', () => {
  expect(stepPlayhead(life, 1001, 'action', 1)).toBe(601_001);
  expect(stepPlayhead(life, 601_001, 'action', -1)).toBe(1001);
  expect(stepPlayhead(life, 1001, 'action', -1)).toBeNull();
  expect(stepPlayhead(life, DAY_MS + 1, 'action', 1)).toBeNull();
  expect(stepPlayhead(life, 1001, 'positive', 1)).toBe(601_001);
  expect(stepPlayhead(life, 601_001, 'positive', 1)).toBeNull();
  expect(stepPlayhead(life, DAY_MS + 1, 'session', -1)).toBe(601_001);
  expect(stepPlayhead(life, 601_001, 'session', -1)).toBeNull();
});

test('first, the playhead stands amid the window after t, before an action that can be hit', () => {
  const t = 10 * DAY_MS;
  const lifeOf = (...hours: number[]) => ({
    atMs: Float64Array.of(1000, ...hours.map(hour => t + hour * HOUR_MS)),
  });
  expect(firstPlayhead(lifeOf(1, 2), t)).toBe(t + HOUR_MS + 1);
  expect(firstPlayhead(lifeOf(1, 2, 3), t)).toBe(t + 2 * HOUR_MS + 1);
  expect(firstPlayhead(lifeOf(1), t)).toBe(t + HOUR_MS + 1);
  expect(firstPlayhead(lifeOf(15 * 24), t)).toBe(t + 15 * DAY_MS + 1);
  expect(firstPlayhead(lifeOf(), t)).toBe(1001);
  expect(firstPlayhead({ atMs: new Float64Array(0) }, t)).toBe(t);
});
