import { expect, test } from 'vitest';
import { apartWords } from '../../../src-renderer/inspector/compared-words.js';

const hour = 3_600_000;
const timeline = { atMs: Float64Array.of(hour, 2 * hour, 30 * hour) };

test('a pinned instant is told by time and by the actions between', () => {
  expect(apartWords(timeline, 3 * hour, 31 * hour)).toBe(
    '1 d 4 h before the playhead, 1 action between',
  );
  expect(apartWords(timeline, 31 * hour + 1, 1)).toBe(
    '1 d 7 h after the playhead, 3 actions between',
  );
  expect(apartWords(timeline, 3 * hour, 4 * hour)).toBe(
    '1 h before the playhead, 0 actions between',
  );
  expect(apartWords(timeline, 5, 5)).toBe('the playhead stands on it');
});
