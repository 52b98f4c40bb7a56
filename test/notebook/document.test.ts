import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type NotebookDocument,
  parseNotebook,
  printNotebook,
} from '../../src-main/notebook/document.js';
import {
  deleteBlocks,
  insertBlocks,
  moveBlocks,
  newBlock,
  renameBlock,
  setSource,
} from '../../src-main/notebook/edits.js';

const kinds = new Set(['train', 'sql']);

function parse(text: string): NotebookDocument {
  let count = 0;
  return parseNotebook(
    text,
    word => kinds.has(word),
    () => `c${++count}`,
  );
}

const shape = (document: NotebookDocument) =>
  document.blocks.map(({ kind, name, source }) => [kind, name, source]);

const SAMPLE = `# Title

Some prose.

\`\`\`train #dense
dataset: gowalla
\`\`\`

\`\`\`sql
SELECT 1
\`\`\`
`;

test('prose and cells are told apart, with kind, name and body', () => {
  expect(shape(parse(SAMPLE))).toEqual([
    ['prose', null, '# Title\n\nSome prose.'],
    ['train', 'dense', 'dataset: gowalla'],
    ['sql', null, 'SELECT 1'],
  ]);
});

test('fences of other languages are prose, and what looks like a cell within them too', () => {
  const text = '~~~js\n```train #x\n```\n~~~\n';
  expect(shape(parse(text))).toEqual([['prose', null, text.trimEnd()]]);
});

test('a fence that is never closed is prose', () => {
  expect(shape(parse('```train #x\ndataset: y\n'))).toEqual([
    ['prose', null, '```train #x\ndataset: y'],
  ]);
});

test('a named cell of an unknown kind is kept as a cell', () => {
  expect(shape(parse('```hologram #x\na: 1\n```'))).toEqual([['hologram', 'x', 'a: 1']]);
});

const line = fc.oneof(
  fc.constantFrom(
    '```',
    '````',
    '~~~',
    '```train #a',
    '```sql',
    '```js',
    '<<<<<<< ours',
    '',
    '  ',
    '---',
  ),
  fc.string({ maxLength: 12 }),
);
const lineBreak = fc.constantFrom('\n', '\r\n');
const text = fc
  .array(fc.tuple(line, lineBreak), { maxLength: 24 })
  .chain(lines =>
    fc.tuple(
      fc.constantFrom('', '\uFEFF'),
      fc.constant(lines.flat().join('')),
      fc.string({ maxLength: 5 }),
    ),
  )
  .map(parts => parts.join(''));

test('printing what was parsed gives the same text, whatever it is', () => {
  fc.assert(
    fc.property(text, given => {
      expect(printNotebook(parse(given))).toBe(given);
    }),
  );
});

test('an edit of one cell leaves the bytes of all others as they are', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.string({ maxLength: 20 }), (given, which, source) => {
      const document = parse(given);
      const cells = document.blocks.filter(block => block.kind !== 'prose');
      const cell = cells[which % Math.max(1, cells.length)];
      if (!cell) return;
      const edited = setSource(document, cell.id, source);
      edited.blocks.forEach((block, index) => {
        if (block.id !== cell.id) expect(block).toBe(document.blocks[index]);
      });
      const again = parse(printNotebook(edited));
      if (!/[\r`~]/.test(source))
        expect(again.blocks.find((_, i) => edited.blocks[i]?.id === cell.id)?.source).toBe(source);
    }),
  );
});

test('a body that holds a fence gets a longer one around it', () => {
  const edited = setSource(parse(SAMPLE), 'c2', 'note: |\n```\n');
  const again = parse(printNotebook(edited));
  expect(again.blocks[1]?.source).toBe('note: |\n```\n');
  expect(again.blocks[1]?.opening).toBe('````train #dense\n');
});

test('cells are inserted, moved, renamed and deleted', () => {
  const document = parse(SAMPLE);
  const added = newBlock('n1', { kind: 'train', name: 'sasrec', source: 'dataset: gowalla' });
  const inserted = insertBlocks(document, 'c3', [added]);
  expect(printNotebook(inserted)).toBe(
    SAMPLE.replace('```sql', '```train #sasrec\ndataset: gowalla\n```\n\n```sql'),
  );
  expect(
    shape(parse(printNotebook(moveBlocks(inserted, ['n1'], 'c2')))).map(([, name]) => name),
  ).toEqual([null, 'sasrec', 'dense', null]);
  expect(printNotebook(renameBlock(document, 'c2', 'wide'))).toBe(
    SAMPLE.replace('#dense', '#wide'),
  );
  expect(printNotebook(deleteBlocks(inserted, ['n1']))).toBe(SAMPLE);
});

test('a name that another cell has is refused', () => {
  const document = insertBlocks(parse(SAMPLE), null, [
    newBlock('n1', { kind: 'train', name: 'other', source: '' }),
  ]);
  expect(() => renameBlock(document, 'n1', 'dense')).toThrow(/another cell is called "dense"/);
});
