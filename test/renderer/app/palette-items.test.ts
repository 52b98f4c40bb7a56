import { expect, test } from 'vitest';
import {
  calledInPalette,
  findItems,
  matchScore,
  type PaletteItem,
  templateItem,
} from '../../../src-renderer/app/palette-items.js';

const item = (group: PaletteItem['group'], text: string, detail?: string): PaletteItem => ({
  id: `${group} ${text}`,
  group,
  text,
  detail,
  run: () => undefined,
});
const texts = (items: readonly PaletteItem[]) => items.map(({ text }) => text);

test('a beginning goes before a word’s, that before what is within, and letters in order last', () => {
  expect(
    ['run all', 'train #run', 'grunt', 'r u n', 'user-1'].map(text => matchScore(text, 'run')),
  ).toEqual([3, 2, 1.5, 1, 0]);
  expect(matchScore('anything', '  ')).toBe(3);
});

test('groups stand by their best item, and a group keeps no more than its share', () => {
  const items = [
    item('Commands', 'Find a cell'),
    item('Users', 'cell-1'),
    item('Users', 'cell-2'),
    item('Users', 'cell-3'),
  ];
  expect(texts(findItems(items, 'cell', 2))).toEqual(['cell-1', 'cell-2', 'Find a cell']);
});

test('what is said of an item finds it too, behind what is called so', () => {
  const items = [item('Cells', 'train #a', 'sasrec on world'), item('Runs', 'sasrec-1')];
  expect(texts(findItems(items, 'sasrec'))).toEqual(['sasrec-1', 'train #a']);
});

test('a cell is found by its name, prose by its first heading, and prose without one is not', () => {
  const cell = { kind: 'train', name: 'dense', source: 'dataset: a', summary: 'on a' };
  expect(calledInPalette(cell)).toEqual({ text: 'train #dense', detail: 'on a' });
  const prose = { kind: 'prose', name: null, summary: '' };
  expect(calledInPalette({ ...prose, source: 'Before.\n\n## Two objectives ##\n# Later' })).toEqual(
    {
      text: 'Two objectives',
      detail: 'prose',
    },
  );
  expect(calledInPalette({ ...prose, source: 'No #heading here.' })).toBeNull();
});

test('a template is found by its title, and behind the command for an empty notebook', () => {
  const made: string[] = [];
  const template = { name: 'profile-my-data', title: 'Profile my data' };
  const items = [
    item('Commands', 'New notebook'),
    templateItem(template, name => made.push(name)),
    item('Data sets', 'data'),
  ];
  expect(texts(findItems(items, 'new notebook'))).toEqual([
    'New notebook',
    'New notebook from Profile my data',
  ]);
  const [found] = findItems(items, 'Profile my');
  found?.run();
  expect(made).toEqual(['profile-my-data']);
});
