import { expect, test } from 'vitest';
import { parsePositiveRule } from '../../../src-main/data/positive-rule.js';
import {
  isChosen,
  positiveChoices,
  toggled,
} from '../../../src-renderer/cells/import/positive-choices.js';

const preview = {
  format: 'text',
  delimiter: ',',
  header: true,
  columns: [],
  rows: [],
  mapping: {},
  accepted: 10,
  rejected: [],
  looked: 10,
  unnamed: [],
  problems: [],
  types: [
    { value: 'view', rows: 6 },
    { value: 'COMMENT CREATED', rows: 3 },
    { value: 'in', rows: 1 },
  ],
  ratings: [
    { value: '3', rows: 5 },
    { value: '5', rows: 2 },
    { value: '4', rows: 3 },
  ],
};

test('types and the highest ratings are offered with their share of the rows', () => {
  const choices = positiveChoices(preview);
  expect(choices.map(({ rule, share }) => [rule, share])).toEqual([
    ['type = view', 0.6],
    ["type = 'COMMENT CREATED'", 0.3],
    ["type = 'in'", 0.1],
    ['rating >= 5', 0.2],
    ['rating >= 4', 0.5],
  ]);
  for (const { rule } of choices) expect(() => parsePositiveRule(rule)).not.toThrow();
});

test('one type and one rating are no choice, nor are too many types', () => {
  const [one] = preview.types;
  expect(positiveChoices({ ...preview, types: [one!], ratings: [preview.ratings[0]!] })).toEqual(
    [],
  );
  const many = Array.from({ length: 30 }, (_, i) => ({ value: `t${i}`, rows: 1 }));
  expect(positiveChoices({ ...preview, types: many, ratings: [] })).toEqual([]);
});

test('types are taken in and out of the rule; a rating replaces it', () => {
  const [view, comment, , five] = positiveChoices(preview);
  const one = toggled('', view!);
  const two = toggled(one, comment!);
  expect([one, two]).toEqual(['type = view', "type in (view, 'COMMENT CREATED')"]);
  const row = { type: 'COMMENT CREATED', surface: '', duration: 0, rating: 0 };
  expect(parsePositiveRule(two).test(row)).toBe(true);
  expect(isChosen(two, comment!)).toBe(true);
  expect(toggled(two, view!)).toBe("type = 'COMMENT CREATED'");
  expect(toggled(toggled(two, view!), comment!)).toBe('');
  expect(toggled(two, five!)).toBe('rating >= 5');
  expect(toggled('rating >= 5', five!)).toBe('');
});

test('a rule of a person’s own is replaced, not mangled', () => {
  const [view] = positiveChoices(preview);
  expect(toggled('type = view and duration > 10', view!)).toBe('type = view');
});
