import { expect, test } from 'vitest';
import type { PinCard, UserTimeline } from '../../../src-main/contract/moment.js';
import { actionName, changeOf } from '../../../src-renderer/inspector/imagined.js';

const HOUR = 3_600_000;
const timeline = {
  atMs: Float64Array.of(HOUR, 5 * HOUR, 9 * HOUR),
  type: Uint8Array.of(1, 2, 0),
  surface: Uint8Array.of(3, 4, 5),
  durationSeconds: Float32Array.of(0, 7, 8),
  positive: Uint8Array.of(0, 1, 0),
} as unknown as UserTimeline;

test('actions are counted back from the playhead', () => {
  const change = (back: number, atMs: number) => changeOf({ kind: 'drop', back }, timeline, atMs);
  expect(change(0, 10 * HOUR)).toEqual({ kind: 'drop', action: 2 });
  expect(change(1, 9 * HOUR)).toEqual({ kind: 'drop', action: 0 });
  expect(change(2, 9 * HOUR)).toBeNull();
});

test('an action may have come hours earlier', () => {
  const earlier = { kind: 'earlier', back: 0, hours: 6 } as const;
  expect(changeOf(earlier, timeline, 6 * HOUR)).toEqual({
    kind: 'retime',
    action: 1,
    atMs: -HOUR,
  });
});

test('an inserted action is like the newest positive one, else like the newest', () => {
  const insert = { kind: 'insert', pin: { pin: 42 } as PinCard } as const;
  expect(changeOf(insert, timeline, 10 * HOUR)).toEqual({
    kind: 'insert',
    pin: 42,
    atMs: 10 * HOUR - 60_000,
    type: 2,
    surface: 4,
    durationSeconds: 7,
  });
  expect(changeOf(insert, timeline, 2 * HOUR)).toMatchObject({ type: 1, surface: 3 });
});

test('actions are named by how new they are', () => {
  expect([0, 1, 2, 3, 10, 20].map(actionName)).toEqual([
    'the newest action',
    'the 2nd newest action',
    'the 3rd newest action',
    'the 4th newest action',
    'the 11th newest action',
    'the 21st newest action',
  ]);
});
