import { expect, test } from 'vitest';
import type { CellView } from '../../../src-main/contract/notebook.js';
import { runChoice } from '../../../src-renderer/notebook/run-choice.js';

type Status = CellView['state']['status'];
const cells = (...statuses: readonly Status[]) => [
  { kind: 'prose', state: { status: 'fresh' } as CellView['state'] },
  ...statuses.map(status => ({ kind: 'sql', state: { status } as CellView['state'] })),
];

test('prose alone has nothing to run', () => {
  expect(runChoice(cells())).toBeNull();
});

test('a notebook that never ran asks to be run, one that is finished only offers it', () => {
  expect(runChoice(cells('fresh', 'fresh'))).toMatchObject({
    command: 'notebook.runAll',
    urgent: true,
  });
  expect(runChoice(cells('done', 'fresh'))).toMatchObject({
    command: 'notebook.runAll',
    urgent: false,
  });
});

test('stale cells are counted; one that failed or never ran makes it all again', () => {
  expect(runChoice(cells('done', 'stale', 'stale'))).toMatchObject({
    command: 'notebook.runOutdated',
    text: 'Run 2 stale cells',
  });
  expect(runChoice(cells('stale', 'failed'))?.command).toBe('notebook.runAll');
});

test('while anything runs or waits, the button stops it', () => {
  expect(runChoice(cells('done', 'running', 'queued'))).toMatchObject({
    command: 'notebook.stop',
    about: 'Stops 2 cells: running or waiting',
  });
});
