import { expect, test } from 'vitest';
import { type NotebookDocument, parseNotebook } from '../../src-main/notebook/document.js';
import { mergeNotebooks } from '../../src-main/notebook/merge.js';

/** A notebook of one-line paragraphs: `a=one` is the block a, which reads "one". */
function notebook(...blocks: string[]): NotebookDocument {
  return {
    lead: '',
    blocks: blocks.map(each => {
      const [id = '', source = ''] = each.split('=');
      return { id, kind: 'prose', name: null, source, opening: '', closing: '', gap: '\n\n' };
    }),
  };
}
const told = ({ blocks }: NotebookDocument) => blocks.map(({ id, source }) => `${id}=${source}`);
const base = notebook('a=1', 'b=1', 'c=1');
const merged = (ours: NotebookDocument, theirs: NotebookDocument) => {
  const { document, conflicts } = mergeNotebooks(base, ours, theirs);
  return {
    blocks: told(document),
    conflicts: conflicts.map(({ id, source }) => `${id}=${source}`),
  };
};

test('cells that one side changed, added or deleted are as that side has them', () => {
  const ours = notebook('a=2', 'b=1', 'x=new', 'c=1');
  const theirs = notebook('a=1', 'b=3', 'y=other');
  expect(merged(ours, theirs)).toEqual({
    blocks: ['a=2', 'b=3', 'x=new', 'y=other'],
    conflicts: [],
  });
});

test('a cell that both changed keeps ours and is told with theirs; alike changes agree', () => {
  const ours = notebook('a=2', 'b=4', 'c=1');
  expect(merged(ours, notebook('a=3', 'b=4', 'c=1'))).toEqual({
    blocks: ['a=2', 'b=4', 'c=1'],
    conflicts: ['a=3'],
  });
});

test('a cell that one side deleted and the other changed stays', () => {
  expect(merged(notebook('b=1', 'c=1'), notebook('a=3', 'b=1', 'c=1')).blocks).toEqual([
    'a=3',
    'b=1',
    'c=1',
  ]);
  expect(merged(notebook('a=2', 'b=1', 'c=1'), notebook('b=1', 'c=1')).blocks).toEqual([
    'a=2',
    'b=1',
    'c=1',
  ]);
});

test('the order is that of the side that moved cells', () => {
  const moved = notebook('c=1', 'a=1', 'b=1');
  const grown = notebook('a=1', 'b=1', 'x=new', 'c=1');
  expect(merged(moved, grown).blocks).toEqual(['c=1', 'a=1', 'b=1', 'x=new']);
  expect(merged(grown, moved).blocks).toEqual(['c=1', 'a=1', 'b=1', 'x=new']);
});

test('a side that changed nothing gives way to the other, to the byte', () => {
  let id = 0;
  const parse = (text: string) =>
    parseNotebook(
      text,
      word => word === 'sql',
      () => `c${id++}`,
    );
  const document = parse('# One\n\n```sql #q\nSELECT 1\n```\n\n\nTwo\n');
  const other = { ...document, lead: '\n', blocks: document.blocks.slice(1) };
  expect(mergeNotebooks(document, document, other)).toEqual({ document: other, conflicts: [] });
  expect(mergeNotebooks(document, other, document)).toEqual({ document: other, conflicts: [] });
});
