import { expect, test } from 'vitest';
import { resolveInQuery } from '../../src-main/notebook/references.js';

const handles: Readonly<Record<string, string>> = { world: 'my "world"', dense: "dense's" };
const resolve = (name: string) => handles[name] ?? name;

test('a cell named in a query is an identifier before a point, and a text elsewhere', () => {
  const query = 'SELECT * FROM $world.actions, metrics WHERE run = $dense AND other = $none';
  expect(resolveInQuery(query, resolve)).toBe(
    `SELECT * FROM "my ""world""".actions, metrics WHERE run = 'dense''s' AND other = 'none'`,
  );
});
