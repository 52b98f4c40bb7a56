import { expect, test } from 'vitest';
import { whatWasMissing } from '../../../src-renderer/cells/target/what-was-missing.js';

const HOUR = 3_600_000;
/** Five actions: on pins 1, 2, 3, 3 and 1, of interests 0, 0, 1, 1 and none. */
const life = { pin: Int32Array.of(1, 2, 3, 3, 1), interest: Int16Array.of(0, 0, 1, 1, -1) };
const target = { pin: 3, interest: 1, engagedAtMs: 100 * HOUR };
const rank = (cadence: string, at: number | null, seenHours: number, ...unseen: number[]) => ({
  cadence,
  rank: at,
  seenUntilMs: seenHours * HOUR,
  unseen: Int32Array.from(unseen),
});

test('where freshness retrieved the pin, the actions that made the difference are counted', () => {
  const ranks = [
    rank('once', 97, 4, 1, 2, 3, 4),
    rank('daily', 40, 76, 2, 3, 4),
    rank('realtime', 9, 100),
  ];
  expect(whatWasMissing(ranks, life, target)).toBe(
    'realtime retrieved it, daily did not: between them lie 3 actions of the last 1 d, 2 of the pin’s own interest, 2 on the pin itself.',
  );
});

test('one action lies between, another does not know the pin', () => {
  const ranks = [rank('daily', 40, 90, 1), rank('realtime', 1, 100)];
  expect(whatWasMissing(ranks, life, target)).toBe(
    'realtime retrieved it, daily did not: between them lies 1 action of the last 10 h, 0 of the pin’s own interest.',
  );
});

test('where nobody or everybody retrieved it, or it was not known, that is said', () => {
  expect(whatWasMissing([rank('daily', 90, 0), rank('realtime', 30, 0)], life, target)).toContain(
    'No cadence retrieved it among the first 10. The newest actions brought it nearer: rank 90',
  );
  expect(whatWasMissing([rank('once', 2, 0), rank('daily', 5, 0)], life, target)).toBe(
    'Already once retrieved it, at rank 2: nothing newer had to be known.',
  );
  expect(whatWasMissing([rank('once', null, 0)], life, target)).toContain('were not known');
});
