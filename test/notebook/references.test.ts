import { expect, test } from 'vitest';
import { referenceIn, renameInText, resolveInQuery } from '../../src-main/notebook/references.js';

const handles: Readonly<Record<string, string>> = { world: 'my "world"', dense: "dense's" };
const resolve = (name: string) => handles[name] ?? name;

test('a cell named in a query is an identifier before a point, and a text elsewhere', () => {
  const query = 'SELECT * FROM $world.actions, metrics WHERE run = $dense AND other = $none';
  expect(resolveInQuery(query, resolve)).toBe(
    `SELECT * FROM "my ""world""".actions, metrics WHERE run = 'dense''s' AND other = 'none'`,
  );
});

test('a renamed cell is named anew where it is read, and nothing else of the text changes', () => {
  const yaml = "runs: [$a, '$a', $a-b, $ab]\nrun: $a # of $a, not a\n";
  expect(renameInText('simulate', yaml, 'a', 'new')).toBe(
    "runs: [$new, '$new', $a-b, $ab]\nrun: $new # of $new, not a\n",
  );
  expect(renameInText('sql', 'SELECT a FROM $a.pins WHERE run = $a', 'a', 'new')).toBe(
    'SELECT a FROM $new.pins WHERE run = $new',
  );
  const prose = 'It costs $a: {{$a.rows.a.once}} and {{ $a.x }}, {{$a-b.x}}.';
  expect(renameInText('prose', prose, 'a', 'new')).toBe(
    'It costs $a: {{$new.rows.a.once}} and {{ $new.x }}, {{$a-b.x}}.',
  );
});

test('a name is found where it stands as a whole', () => {
  expect(referenceIn('runs: [$ab, $a]', 'a')).toBe(12);
  expect(referenceIn('runs: [$ab]', 'a')).toBeUndefined();
});
