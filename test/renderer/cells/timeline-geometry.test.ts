import { expect, test } from 'vitest';
import { placeWindow } from '../../../src-renderer/cells/timeline/evaluation-window.js';
import { lanesOf } from '../../../src-renderer/cells/timeline/lanes.js';
import { longestSeconds, markHeight, rowsOf } from '../../../src-renderer/cells/timeline/rows.js';
import { silencesOf } from '../../../src-renderer/cells/timeline/silences.js';
import { visibleMarks } from '../../../src-renderer/cells/timeline/visible-marks.js';
import { DAY_MS } from '../../../src-renderer/charts/day.js';
import { findSessions } from '../../../src-renderer/charts/sessions.js';
import { TimeOrderAxis } from '../../../src-renderer/charts/time-order-axis.js';

const start = Date.UTC(2024, 0, 1);
/** Two actions within a minute, and one nine days later; by the clock, ten days on the axis. */
const atMs = Float64Array.of(start, start + 60_000, start + 9 * DAY_MS);
const axis = new TimeOrderAxis(atMs, 0);
const sight = { axis, from: 0, until: 1, width: 1000 };
const days = (n: number) => start + n * DAY_MS;

test('a silence of a day or more is named in the middle of what is in sight of it', () => {
  const sessions = findSessions(atMs);
  const [whole, ...others] = silencesOf(sessions, atMs, sight);
  expect(others).toEqual([]);
  expect(whole?.text).toBe('8 d 23 h');
  expect(whole?.x).toBeCloseTo(500, 0);
  const [left] = silencesOf(sessions, atMs, { ...sight, until: 0.5 });
  expect(left?.x).toBeCloseTo((100 + 1000) / 2, 0);
  expect(silencesOf(sessions, atMs, { ...sight, width: 50 })).toEqual([]);
});

test('the evaluation window is shaded where it is in sight, and t stands at its start', () => {
  const moment = { trainedUntilMs: days(2.5), windowUntilMs: days(16.5) };
  const placed = placeWindow(moment, sight, 0);
  expect(placed.t).toBeCloseTo(300, 6);
  expect(placed.shade?.left).toBeCloseTo(300, 6);
  expect(placed.shade?.width).toBeCloseTo(700, 6);
  expect(placed.name).toBe('evaluation window, to 17 Jan');
  const later = placeWindow(moment, { ...sight, from: 0.5 }, 0);
  expect(later.t).toBeNull();
  expect(later.shade).toEqual({ left: 0, width: 1000 });
  expect(placeWindow(moment, { ...sight, until: 0.2 }, 0).shade).toBeNull();
});

test('the name of the window gives way to the flag of the playhead, and to a lack of room', () => {
  const moment = { trainedUntilMs: days(2.5), windowUntilMs: days(16.5) };
  expect(placeWindow(moment, sight, 400).name).toBe('');
  expect(placeWindow(moment, { ...sight, width: 200 }, 200).name).toBe('');
});

const columns = {
  has: { surface: true, type: true, duration: true, product: false },
  surface: Uint8Array.of(1, 1, 2),
  type: Uint8Array.of(0, 0, 0),
  surfaces: ['', 'home', 'search'],
  types: ['save'],
};

test('lanes are the surfaces, and a single one when nothing tells actions apart', () => {
  const lanes = lanesOf(columns);
  expect(lanes.by).toBe('surface');
  expect(lanes.lanes).toEqual([
    { name: 'home', actions: 2 },
    { name: 'search', actions: 1 },
  ]);
  expect([0, 1, 2].map(lanes.laneOf)).toEqual([0, 0, 1]);
  const one = lanesOf({ ...columns, surface: Uint8Array.of(1, 1, 1) });
  expect(one).toMatchObject({ by: 'none', lanes: [{ name: 'home', actions: 3 }] });
});

test('the height of a mark grows with the logarithm of its seconds', () => {
  expect(longestSeconds(Float32Array.of(0, 5, 40))).toBe(60);
  expect(markHeight(1, false, 60)).toBeCloseTo(0.22, 12);
  expect(markHeight(60, false, 60)).toBeCloseTo(1, 12);
  expect(markHeight(Math.sqrt(60), false, 60)).toBeCloseTo(0.61, 12);
  expect(markHeight(600, false, 60)).toBeCloseTo(1, 12);
  expect([markHeight(0, true, 60), markHeight(0, false, 60)]).toEqual([0.5, 0.33]);
});

test('actions in sight are single marks, and counts a pixel where they crowd', () => {
  const lanes = lanesOf(columns);
  const rows = rowsOf(2, 3);
  const timeline = { positive: Uint8Array.of(1, 0, 1), durationSeconds: Float32Array.of(1, 1, 1) };
  const marks = visibleMarks(timeline, lanes, rows, sight, () => 0);
  if (marks.kind !== 'marks') throw new Error('expected single marks');
  expect(marks.marks.map(({ action, lane }) => [action, lane])).toEqual([
    [0, 0],
    [1, 0],
    [2, 1],
  ]);
  expect(marks.marks[0]!.x).toBeCloseTo(50, 6);
  const counts = visibleMarks(timeline, lanes, rows, { ...sight, width: 0.5 }, () => 0);
  expect(counts).toEqual({
    kind: 'bins',
    most: 2,
    bins: [
      { x: 0, lane: 0, count: 2, positives: 1, look: 0 },
      { x: 0, lane: 1, count: 1, positives: 1, look: 0 },
    ],
  });
});
