import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { writeSetting } from '../../src-main/notebook/write-setting.js';

test('a setting that is written is read back, and the others and comments stay', () => {
  const key = fc.stringMatching(/^[a-z]{1,6}$/);
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(fc.oneof(fc.string(), fc.integer())),
  );
  fc.assert(
    fc.property(key, value, key, (name, given, inner) => {
      const source = '# head\ndataset: d # mine\nother: 1';
      const written = writeSetting(source, ['set', name, inner], given);
      expect(parse(written)).toEqual({
        dataset: 'd',
        other: 1,
        set: { [name]: { [inner]: given } },
      });
      expect(written).toContain('# head\ndataset: d # mine\nother: 1');
      const without = writeSetting(written, ['set'], null);
      expect(parse(without)).toEqual({ dataset: 'd', other: 1 });
    }),
  );
  expect(writeSetting('only: 1', ['only'], null)).toBe('');
});

test('nothing is written into a source that is not settings', () => {
  for (const source of ['set: [', 'word', 'set: 1'])
    expect(() => writeSetting(source, ['set', 'a'], 1), source).toThrow(/set\.a cannot be written/);
});

const SOURCE = `# head
runs: [$a,   $b] # both

cadences: [ once, 6h+1d ]
set:
    steps:   20 # few
    weights: {a: 1, b: 2}
    names: ['x', "y"]
users:  'test'
# foot`;

test('what is not written keeps its spacing, quotes, comments and blank lines', () => {
  for (const [path, value, was, is] of [
    ['users', 'validation', "users:  'test'", "users: 'validation'"],
    ['runs', ['$a'], '[$a,   $b] # both', '[$a] # both'],
    ['cadences', ['once'], '[ once, 6h+1d ]', '[ once ]'],
    ['set.steps', 30, 'steps:   20 # few', 'steps: 30 # few'],
    ['set.weights.b', 3, '{a: 1, b: 2}', '{a: 1, b: 3}'],
    ['set.names', null, `    names: ['x', "y"]\n`, ''],
    ['seed', 3, "users:  'test'", "users:  'test'\nseed: 3"],
    ['set.more', ['u', 'v'], `names: ['x', "y"]`, `names: ['x', "y"]\n    more: [u, v]`],
    ['users', null, "users:  'test'\n", ''],
  ] as const) {
    expect(SOURCE.split(was)).toHaveLength(2);
    expect(writeSetting(SOURCE, path.split('.'), value), path).toBe(SOURCE.replace(was, is));
  }
});

test('with its last key a mapping goes, and those above that held nothing else', () => {
  const others = 'run:  a # mine\n';
  const without = (source: string, path: string) => writeSetting(source, path.split('.'), null);
  expect(without(`${others}set:\n  k: 1\nk: 2`, 'set.k')).toBe(`${others}k: 2`);
  expect(without(`${others}set: {k: 1}`, 'set.k')).toBe('run:  a # mine');
  expect(without(`${others}a:\n  b:\n    c: 1\n`, 'a.b.c')).toBe(others);
  expect(without(`${others}a:\n  b:\n    c: 1\n  d: 2\n`, 'a.b.c')).toBe(`${others}a:\n  d: 2\n`);
  expect(without('set:\n  k: 1', 'set.k')).toBe('');
  expect(without('set: {k: 1}', 'set.other')).toBe('set: {k: 1}');
});

test('a list stays on several lines, a line break of Windows stays one, and an empty collection is filled', () => {
  expect(writeSetting('runs:\n  - $a\n  - $b', ['runs'], ['$c'])).toBe('runs:\n  - $c');
  expect(writeSetting('a: [1]\r\nb: 2\r\n', ['b'], 3)).toBe('a: [1]\r\nb: 3\r\n');
  expect(writeSetting('set:\nrun: a', ['set', 'k'], 1)).toBe('set:\n  k: 1\nrun: a');
  expect(writeSetting('', ['runs'], ['$a', '$b'])).toBe('runs: [$a, $b]');
});

test('whatever else stands in the source means afterwards what it meant', () => {
  const scalar = fc.constantFrom(
    '1',
    "'x'",
    '"y z"',
    '[a,b]',
    '[ a, b ]',
    '{p: 1}',
    '|\n    text\n',
    '',
    '$c',
  );
  const line = fc.tuple(
    fc.constantFrom('a', 'b', 'c', 'd'),
    scalar,
    fc.constantFrom('', ' # note'),
  );
  const given = fc.oneof(
    fc.integer(),
    fc.string(),
    fc.array(fc.constantFrom('u', 'v')),
    fc.constant(null),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(line, { maxLength: 4, selector: ([key]) => key }),
      fc.constantFrom('a', 'c', 'e'),
      given,
      (lines, key, value) => {
        const source = lines
          .map(([name, text, note]) => `${name}: ${text}${text.startsWith('|') ? '' : note}`)
          .join('\n');
        const { [key]: _, ...others } = parse(source) ?? {};
        const written = parse(writeSetting(source, [key], value)) ?? {};
        expect(written).toEqual(value === null ? others : { ...others, [key]: value });
      },
    ),
    { numRuns: 500 },
  );
});
