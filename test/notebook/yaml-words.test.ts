import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import {
  wordsForSetting,
  type YamlMistake,
  yamlMistake,
} from '../../src-main/notebook/yaml-words.js';

function mistakeIn(source: string): YamlMistake | undefined {
  const [error] = parseDocument(source, { prettyErrors: false }).errors;
  return error ? yamlMistake(source, error) : wordsForSetting(source);
}

/** What is written, what is said of it, which text is marked, and the text after the repair. */
const usual: readonly [string, string, string, string?][] = [
  ['set:\n\tsteps: 1', 'indented with a tab', '\t', 'set:\n  steps: 1'],
  ['a: 1\n  b: 2', 'b is indented by 2 spaces', 'b', 'a: 1\nb: 2'],
  ['set:\n    a: 1\n  b: 2', 'b is indented by 2 spaces', 'b', 'set:\n    a: 1\n    b: 2'],
  ['set:\n  a: 1\n     b: 2', 'b is indented by 5 spaces', 'b', 'set:\n  a: 1\n  b: 2'],
  ['a b\nc: d', 'colon is missing after a', 'a b', 'a: b\nc: d'],
  ['a: 1\r\nsteps = 3\r\n', 'colon is missing after steps', 'steps = 3', 'a: 1\r\nsteps: 3\r\n'],
  ['a: 1\nc', 'c has neither a colon nor a value', 'c'],
  ['a: 1\nb:c', 'space is missing after the colon of b', 'b:c', 'a: 1\nb: c'],
  ['a:b\nc:d', 'space is missing after the colon of a', 'a:b', 'a: b\nc: d'],
  ['a: b: c # d', 'b: c holds a colon and a space', 'b: c', "a: 'b: c' # d"],
  ['a: "b\nc: 1', 'quote " is never closed', '"', 'a: "b"\nc: 1'],
  ["a: 'b\nc: 1", "quote ' is never closed", "'", "a: 'b'\nc: 1"],
  ['a: "b" c', 'after the closing quote', 'c'],
  ['a: "C:\\new\\data"', '\\d is none', '\\', "a: 'C:\\new\\data'"],
  ['a: [b, c\nd: 1', 'bracket [ is never closed', '[', 'a: [b, c]\nd: 1'],
  ['a: {b: 1', 'bracket { is never closed', '{', 'a: {b: 1}'],
  ['a: [b,,c]', 'An entry is empty', ','],
  ['a: {b: 1 c: 2}', 'A comma is missing', '1 c: 2'],
  ['a: 1\nb: 2\na: 3', 'a is given twice', 'a'],
  ['a: @b', 'cannot begin with @', '@', "a: '@b'"],
  ['a: [1]#b', 'space is missing before #', '#b', 'a: [1] #b'],
  ['a:\n  - b\n - c', 'The line - c is of a list', ' '],
  ['a: 1\n-b', 'The line -b is of a list', '-b'],
  ['a: - b', 'begins below its setting', '-'],
  ['a: 1\n---\nb: 2', 'A line of ---', '---\nb: 2'],
];

test('a usual mistake in YAML is said in words, where it stands, and repaired where that is plain', () => {
  for (const [source, says, marked, repaired] of usual) {
    const mistake = mistakeIn(source);
    expect(mistake?.message, source).toContain(says);
    expect(source.slice(mistake?.start, mistake?.end), source).toBe(marked);
    expect(mistake?.repair?.source, source).toBe(repaired);
    expect(mistake?.remedy, source).toMatch(/^[A-Z].*[^ ]$/);
  }
});

test('a repair is offered only where the whole text reads after it', () => {
  expect(mistakeIn('a: [b}')).toMatchObject({ message: 'The bracket [ is never closed.' });
  expect(mistakeIn('a: [b}')).not.toHaveProperty('repair');
  const piece = fc.constantFrom(
    'a',
    'b',
    ':',
    ': ',
    ' ',
    '\n',
    '\n  ',
    '\t',
    '[',
    '}',
    '"',
    "'",
    '- ',
    '#',
    '@',
    ',',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), pieces => {
      const source = pieces.join('');
      const mistake = mistakeIn(source);
      if (!mistake) return;
      expect(mistake.start).toBeLessThanOrEqual(mistake.end);
      expect(mistake.end).toBeLessThanOrEqual(source.length + 1);
      if (mistake.repair) expect(parseDocument(mistake.repair.source).errors).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
