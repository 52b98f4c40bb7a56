import { expect, test } from 'vitest';
import { isCellKind } from '../../../src-main/contract/cells.js';
import { parseNotebook } from '../../../src-main/notebook/document.js';
import { planNotebook } from '../../../src-main/services/notebooks/cell-plan.js';

/** Names of the cells that each cell reads, on a workspace that has these data sets. */
function inputsOf(text: string, ...datasets: string[]): Record<string, readonly string[]> {
  const { blocks } = parseNotebook(
    text,
    isCellKind,
    (
      count => () =>
        `c${++count}`
    )(0),
  );
  const nameOf = (id: string) => blocks.find(block => block.id === id)?.name ?? '';
  const { graph } = planNotebook(
    { lead: '', blocks },
    {
      dataset: name => (datasets.includes(name) ? 'hash' : undefined),
      run: () => undefined,
      runs: [],
      everything: '',
    },
  );
  return Object.fromEntries(
    [...graph.inputs].map(([id, inputs]) => [nameOf(id), inputs.map(nameOf)]),
  );
}
const cell = (kind: string, name: string, source: string) =>
  `\`\`\`${kind} #${name}\n${source}\n\`\`\`\n`;
const NOTEBOOK = [
  cell('sql', 'above', 'SELECT * FROM world.actions'),
  cell('world', 'w', 'size: tiny'),
  cell('import', 'log', 'dataset: my-log\nfiles: [a.csv]'),
  cell('sql', 'bySchema', 'SELECT * FROM World.actions'),
  cell('sql', 'quoted', 'SELECT * FROM "my-log".pins'),
  cell('sql', 'bare', 'SELECT count(*) FROM actions'),
  cell('sql', 'neither', 'SELECT 1 AS transactions'),
  cell('sql', 'named', 'SELECT * FROM $w.actions'),
  cell('profile', 'facts', 'dataset: world'),
  cell('train', 'dense', 'dataset: my-log'),
].join('\n');

test('on a new workspace a cell waits for the cells above that make the data it names', () => {
  expect(inputsOf(NOTEBOOK)).toEqual({
    above: [],
    w: [],
    log: [],
    bySchema: ['w'],
    quoted: ['log'],
    bare: ['w', 'log'],
    neither: [],
    named: ['w'],
    facts: ['w'],
    dense: ['log'],
  });
});

test('data that is there is not waited for', () => {
  expect(inputsOf(NOTEBOOK, 'world', 'my-log')).toMatchObject({
    bySchema: [],
    quoted: [],
    bare: [],
    facts: [],
    dense: [],
    named: ['w'],
  });
  expect(inputsOf(NOTEBOOK, 'world')).toMatchObject({
    bySchema: [],
    quoted: ['log'],
    bare: ['log'],
  });
});
