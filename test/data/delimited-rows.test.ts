import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DelimitedOptions,
  delimitedRows,
  splitLine,
} from '../../src-main/data/delimited-rows.js';
import { inspectInput } from '../../src-main/data/input-file.js';
import { RowFault } from '../../src-main/data/row-source.js';
import { temporaryWorkspace } from './support/temporary-workspace.js';

const studio = temporaryWorkspace();

async function read(content: string | Uint8Array, options: Partial<DelimitedOptions> = {}) {
  const file = await inspectInput(await studio.file('rows.txt', content));
  const source = delimitedRows(file, { header: true, encoding: 'auto', ...options });
  const rows: [line: number, row: unknown][] = [];
  for await (const batch of source.rows(Array.from({ length: source.width }, (_, i) => i)))
    for (let i = 0; i < batch.length; i++) {
      const row = batch.row(i);
      rows.push([batch.line(i), row instanceof RowFault ? row.reason : row]);
    }
  return { names: source.names, rows, notes: source.notes() };
}

test('rows know their line through blank lines, quoted line ends and carriage returns', async () => {
  const { names, rows, notes } = await read(
    '\ufeffuser,title\r\na,"two\r\nlines, and ""quotes"""\r\n\r\nb,plain\r\n',
  );
  expect(names).toEqual(['user', 'title']);
  expect(rows).toEqual([
    [2, ['a', 'two\nlines, and "quotes"']],
    [5, ['b', 'plain']],
  ]);
  expect(notes).toEqual([]);
});

test('rows of the wrong width are faults of their own line', async () => {
  const { rows } = await read('a,b\n1,2\n1\n1,2,3\n3,4');
  expect(rows).toEqual([
    [2, ['1', '2']],
    [3, 'too few columns'],
    [4, 'too many columns'],
    [5, ['3', '4']],
  ]);
});

test('a quote that is never closed spoils its own line only', async () => {
  const { rows } = await read('a,b\n1,"open\n3,4\n5,6\n');
  expect(rows).toEqual([
    [2, 'unclosed quote'],
    [3, ['3', '4']],
    [4, ['5', '6']],
  ]);
});

test('a quote inside a field is a character like any other', () => {
  expect(splitLine('6" pizza,NYC', ',', true)).toEqual(['6" pizza', 'NYC']);
  expect(splitLine('"a",,"b"', ',', true)).toEqual(['a', '', 'b']);
  expect(splitLine('a,', ',', true)).toEqual(['a', '']);
});

test('a delimiter may have several characters', async () => {
  const { rows } = await read("1::Carl's::x|y\n2::B::z\n", { delimiter: '::', header: false });
  expect(rows).toEqual([
    [1, ['1', "Carl's", 'x|y']],
    [2, ['2', 'B', 'z']],
  ]);
});

test.each([',', '\t', ';', '|', '::'])('the delimiter %j is guessed', async delimiter => {
  const { rows } = await read([`u${delimiter}p`, `a${delimiter}b`, ''].join('\n'));
  expect(rows).toEqual([[2, ['a', 'b']]]);
});

test('fields survive being quoted and split', () => {
  const field = fc.string({ unit: fc.constantFrom('a', '"', ',', ' ', 'é'), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), fields => {
      const line = fields.map(text => `"${text.replaceAll('"', '""')}"`).join(',');
      expect(splitLine(line, ',', true)).toEqual(fields);
    }),
  );
});

test('lines that are not UTF-8 are read as latin-1 and told of', async () => {
  const content = Buffer.concat([
    Buffer.from('p,title\n1,café\n'),
    Buffer.from('2,caf\u00e9\n', 'latin1'),
  ]);
  const { rows, notes } = await read(content);
  expect(rows).toEqual([
    [2, ['1', 'café']],
    [3, ['2', 'café']],
  ]);
  expect(notes).toEqual([expect.stringContaining('1 lines are not UTF-8 (first: line 3)')]);
  await expect(read(content, { encoding: 'utf-8' })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    where: expect.stringMatching(/:3$/),
    remedy: expect.stringContaining('latin-1 as `encoding`'),
  });
});
