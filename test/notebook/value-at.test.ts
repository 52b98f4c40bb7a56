import { expect, test } from 'vitest';
import { referencesInProse } from '../../src-main/notebook/references.js';
import { valueAt } from '../../src-main/notebook/value-at.js';

const report = {
  rows: [
    { run: 'dense-27860a', cadence: 'once', recall: { value: 0.1, low: 0, high: 0.2, draws: 9 } },
    { run: 'dense-27860a', cadence: 'daily', recall: { value: 0.3, low: 0.2, high: 0.4 } },
    { run: 'sasrec', cadence: 'daily', recall: { value: 0.5, low: 0.4, high: 0.6 } },
  ],
  users: 681,
};

test.each([
  ['users', 681],
  ['rows.dense.daily.recall', { value: 0.3, low: 0.2, high: 0.4 }],
  ['rows.once.recall', { value: 0.1, low: 0, high: 0.2 }],
  ['rows.2.cadence', 'daily'],
  ['rows.sasrec.recall.high', 0.6],
])('%s is one value', (path, value) => {
  expect(valueAt(report, path)).toEqual(value);
});

test.each([
  'rows',
  'rows.daily.recall',
  'rows.none.recall',
  'rows.dense',
  'constructor',
  'users.x',
])('%s is no single value', path => expect(valueAt(report, path)).toBeUndefined());

test('references of prose are found once each, with the name of their cell', () => {
  expect(referencesInProse('{{$a.b.c}} and {{ $a.b.c }}, {{$d.e}}, {{f.g}}, $h.i')).toEqual([
    { reference: '$a.b.c', name: 'a', path: 'b.c' },
    { reference: '$d.e', name: 'd', path: 'e' },
  ]);
});
