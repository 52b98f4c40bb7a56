import { expect, test } from 'vitest';
import { parsePositiveRule, type RuleRow } from '../../src-main/data/positive-rule.js';

const row = (given: Partial<RuleRow>): RuleRow => ({
  type: '',
  surface: '',
  duration: Number.NaN,
  rating: Number.NaN,
  ...given,
});

test.each<[rule: string, given: Partial<RuleRow>, positive: boolean]>([
  ['all', {}, true],
  ['rating >= 4', { rating: 4 }, true],
  ['rating >= 4', { rating: 3.5 }, false],
  ['rating >= 4', {}, false],
  ['rating != 4', {}, false],
  ['rating = -1.5', { rating: -1.5 }, true],
  ['type in (LIKE, BOOKMARK)', { type: 'BOOKMARK' }, true],
  ['type in (LIKE, BOOKMARK)', { type: 'VIEW' }, false],
  ['type not in (LIKE)', { type: 'VIEW' }, true],
  ["type = 'COMMENT CREATED'", { type: 'COMMENT CREATED' }, true],
  ['type == "a-b"', { type: 'a-b' }, true],
  ['type <> hide', { type: 'save' }, true],
  ['type = 5', { type: '5' }, true],
  ['not type = hide', { type: 'hide' }, false],
  ['type = save or (type = closeup and duration > 10)', { type: 'save' }, true],
  ['type = save or (type = closeup and duration > 10)', { type: 'closeup', duration: 11 }, true],
  ['type = save or (type = closeup and duration > 10)', { type: 'closeup', duration: 10 }, false],
  // "and" binds tighter than "or".
  ['type = a or type = b and rating > 1', { type: 'a' }, true],
  ['durationSeconds >= 1 AND surface = homefeed', { duration: 1, surface: 'homefeed' }, true],
])('%s of %o is %s', (rule, given, positive) => {
  expect(parsePositiveRule(rule).test(row(given))).toBe(positive);
});

test.each<[rule: string, place: number, remedy: string]>([
  ['ratng >= 4', 1, 'Did you mean rating?'],
  ['rating >= four', 11, 'Write for example'],
  ['rating 4', 8, 'Write for example'],
  ['type > save', 6, 'Write for example'],
  ['type in (a, b', 14, 'Write for example'],
  ['type = a b', 10, 'Write for example'],
  ['rating >= 4 and', 16, 'Write for example'],
  ['rating >= 4; process.exit()', 12, 'Put texts'],
  ['', 1, 'Write for example'],
])('the rule %j fails at column %d', (rule, column, remedy) => {
  expect(() => parsePositiveRule(rule)).toThrowError(
    expect.objectContaining({
      code: 'BAD_INPUT',
      where: `"${rule}", column ${column}`,
      remedy: expect.stringContaining(remedy),
    }),
  );
});

test('a rule tells which columns it reads', () => {
  expect([...parsePositiveRule('rating > 1 or durationSeconds > 2').fields]).toEqual([
    'rating',
    'duration',
  ]);
});
