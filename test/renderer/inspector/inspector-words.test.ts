import { expect, test } from 'vitest';
import { effectBars } from '../../../src-renderer/inspector/effect-bars.js';
import { changeWords, groupWords } from '../../../src-renderer/inspector/group-words.js';
import { sideOfTraining } from '../../../src-renderer/inspector/instant-words.js';
import { userFacts } from '../../../src-renderer/inspector/user-facts.js';
import { utcInstant, utcText } from '../../../src-renderer/inspector/utc-field.js';

const day = 86_400_000;
const at = Date.UTC(2021, 7, 19, 20, 42, 5);

test('bars of gains and losses share one zero line', () => {
  expect(effectBars([0.75, -0.25])).toEqual({
    zero: 25,
    bars: [
      { left: 25, width: 75 },
      { left: 0, width: 25 },
    ],
  });
  expect(effectBars([0, 0]).bars).toEqual([
    { left: 0, width: 0 },
    { left: 0, width: 0 },
  ]);
  expect(effectBars([])).toEqual({ zero: 0, bars: [] });
});

test('facts count days of UTC and sessions cut at half an hour', () => {
  const atMs = Float64Array.of(0, 60_000, 3 * 3_600_000, 2 * day);
  expect(userFacts({ atMs, positive: Uint8Array.of(1, 0, 1, 0) })).toEqual({
    actions: 4,
    positives: 2,
    sessions: 3,
    activeDays: 2,
    spanMs: 2 * day,
  });
  expect(userFacts({ atMs: new Float64Array(0), positive: new Uint8Array(0) }).spanMs).toBeNaN();
});

test('a session is called by when it began, other groups by the name of what they share', () => {
  const timeline = { atMs: Float64Array.of(at, at + 1000) };
  const actions = Int32Array.of(0, 1);
  expect(groupWords({ by: 'session', label: 'session 7', actions }, timeline)).toBe(
    '2 of 19 Aug 20:42',
  );
  expect(groupWords({ by: 'surface', label: '2 actions in Search', actions }, timeline)).toBe(
    '2 in Search',
  );
});

test('a change says from when to when', () => {
  expect(changeWords('drop', Number.NaN, at)).toBe('dropped, was 19 Aug 20:42');
  expect(changeWords('retime', at + 60_000, at)).toBe('moved from 19 Aug 20:42 to 19 Aug 20:43');
  expect(changeWords('retime', at - 3000, at)).toBe(
    'moved from 19 Aug 20:42:05 to 19 Aug 20:42:02',
  );
  expect(changeWords('retime', at - 365 * day, at)).toBe(
    'moved from Thu 19 Aug 2021, 20:42 to Wed 19 Aug 2020, 20:42',
  );
  expect(changeWords('insert', at)).toBe('inserted at 19 Aug 20:42');
});

test('the field for a time reads and writes UTC, with or without seconds', () => {
  expect(utcText(at)).toBe('2021-08-19T20:42:05');
  expect(utcInstant(utcText(at))).toBe(at);
  expect(utcInstant('2021-08-19T20:42')).toBe(at - 5000);
  expect(utcInstant('')).toBeNull();
});

test('a time that nobody wrote keeps the milliseconds that its field cannot show', () => {
  expect(utcInstant(utcText(at + 761), at + 761)).toBe(at + 761);
  expect(utcInstant(utcText(at), at + 1761)).toBe(at);
});

test('an instant lies by the end of the data of a training, not of its run', () => {
  const life = { run: 'dense', trainedUntilMs: at };
  const hour = 3_600_000;
  expect(sideOfTraining({ ...life, atMs: at + 94 * hour })).toBe(
    '3 d 22 h after the end of what dense was trained on',
  );
  expect(sideOfTraining({ ...life, atMs: at - hour })).toBe(
    '1 h before the end of what dense was trained on',
  );
});
