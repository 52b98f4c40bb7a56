import { expect, test } from 'vitest';
import { parseFilter } from '../../../src-renderer/cells/users/filter-expression.js';

const columns = new Map<string, ArrayLike<number> | readonly string[]>([
  ['user', ['ann', 'bob', 'cid', 'dee']],
  ['actions', [10, 60, 80, 200]],
  ['recall_daily', [0.05, 0.05, 0.3, Number.NaN]],
]);

function kept(text: string): number[] {
  const { filter, error } = parseFilter(text, columns);
  if (error !== null) throw new Error(error.message);
  return [0, 1, 2, 3].filter(filter);
}

function wrong(text: string): [string, number, number] {
  const { error } = parseFilter(text, columns);
  return error === null ? ['', 0, 0] : [error.message, error.at, error.length];
}

test('comparisons are joined by and, or, not, with and before or', () => {
  expect(kept('recall_daily < 0.1 and actions > 50')).toEqual([1]);
  expect(kept('actions = 10 or actions > 50 and recall_daily >= 0.3')).toEqual([0, 2]);
  expect(kept('not actions > 50')).toEqual([0]);
  expect(kept('(actions = 10 or actions > 50) and recall_daily < .1')).toEqual([0, 1]);
  expect(kept('actions > 50 && !(recall_daily < .1) || user == "ann"')).toEqual([0, 2, 3]);
});

test('an empty filter keeps every user', () => {
  expect(kept('  ')).toEqual([0, 1, 2, 3]);
});

test('numbers are computed with, products before sums', () => {
  expect(kept('actions * 2 + 20 = 40')).toEqual([0]);
  expect(kept('(actions + 20) / 2 >= 50 and -actions < -70')).toEqual([2, 3]);
});

test('a missing value fits no comparison', () => {
  expect(kept('recall_daily >= 0')).toEqual([0, 1, 2]);
  expect(kept('recall_daily != 0.3')).toEqual([0, 1]);
});

test('users are compared with text in quotes', () => {
  expect(kept("user = 'cid'")).toEqual([2]);
  expect(wrong('user = 5')).toEqual([
    'Text is compared with text in quotes, such as "user-7".',
    7,
    1,
  ]);
  expect(wrong('user + 1 = 2')).toEqual(['Only numbers can be computed with.', 0, 4]);
});

test('an error says what is wrong at which characters', () => {
  expect(wrong('recall < 1')).toEqual([
    '"recall" is no column. There are user, actions, recall_daily.',
    0,
    6,
  ]);
  expect(wrong('actions >')).toEqual(['A column or number is missing.', 9, 1]);
  expect(wrong('actions')[0]).toBe('A comparison is missing: write < <= > >= = or != after it.');
  expect(wrong('(actions > 5')).toEqual(['")" is missing.', 12, 1]);
  expect(wrong('actions > 5 actions')).toEqual([
    '"actions" is not expected here: join comparisons with and, or.',
    12,
    7,
  ]);
  expect(wrong('actions > §')).toEqual([
    '"§" is not expected here: write a column or a number.',
    10,
    1,
  ]);
});

test('nothing but columns can be reached', () => {
  expect(wrong('constructor > 1')[0]).toContain('is no column');
  expect(wrong('__proto__ > 1')[0]).toContain('is no column');
});
