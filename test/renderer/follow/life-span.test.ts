import { expect, test } from 'vitest';
import { lifeSpanText } from '../../../src-renderer/follow/life-span.js';

const day = (month: number, date: number) => Date.UTC(2024, month, date);
const life = Float64Array.of(day(0, 1), day(1, 18));

test('the margins of an axis beyond a life are not named', () => {
  const wide = { fromMs: Date.UTC(2023, 11, 30), untilMs: day(2, 3) };
  expect(lifeSpanText(life, day(1, 10), wide)).toBe('Jan – Feb 2024');
  expect(lifeSpanText(life, day(2, 2), wide)).toBe('Jan – Mar 2024');
});

test('what is zoomed to is named alone, and all of it where there is no life', () => {
  expect(lifeSpanText(life, day(1, 10), { fromMs: day(0, 5), untilMs: day(0, 9) })).toBe(
    'Jan 2024',
  );
  const none = new Float64Array(0);
  expect(lifeSpanText(none, day(1, 10), { fromMs: day(0, 5), untilMs: day(2, 9) })).toBe(
    'Jan – Mar 2024',
  );
});
