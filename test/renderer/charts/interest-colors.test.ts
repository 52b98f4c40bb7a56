import { expect, test } from 'vitest';
import { InterestColors } from '../../../src-renderer/charts/interest-colors.js';

const names = Array.from({ length: 11 }, (_, place) => ({ name: `interest ${place}` }));
const colors = new InterestColors(names);

test('a colour never stands beside the name of another interest', () => {
  expect(colors.shownOf(['trench coats', 'interest 1', 'interest 0'])).toEqual({
    name: 'interest 1',
    token: '--i2',
  });
});

test('interests beyond the ninth, and those of others alone, are grey by their first name', () => {
  expect(colors.shownOf(['interest 10', 'trench coats'])).toEqual({
    name: 'interest 10',
    token: '--i0',
  });
  expect(colors.shownOf([])).toEqual({ name: '', token: '--i0' });
});
