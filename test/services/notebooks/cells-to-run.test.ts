import { expect, test } from 'vitest';
import type { CellState, Provenance } from '../../../src-main/contract/notebook.js';
import { graphOf } from '../../../src-main/notebook/graph.js';
import type { CellPlan } from '../../../src-main/services/notebooks/cell-plan.js';
import { cellsToRun, type RunWhat } from '../../../src-main/services/notebooks/cells-to-run.js';

const provenance: Provenance = { computedAtMs: 0, seconds: 1, cached: false, codeVersion: '1' };
const done: CellState = { status: 'done', key: 'k', provenance };
const stale: CellState = { status: 'stale', key: 'k', provenance, because: [] };
const fresh: CellState = { status: 'fresh' };

/** A world, a model on it, a query of no one, and a replay of the model; prose stands between. */
const order = ['prose', 'world', 'model', 'query', 'replay'];
const graph = graphOf([
  { id: 'world', name: 'world', references: [] },
  { id: 'model', name: 'model', references: ['world'] },
  { id: 'query', name: null, references: [] },
  { id: 'replay', name: null, references: ['model'] },
]);
const plan: CellPlan = { kind: 'sql', config: {}, key: 'k', problems: [] };
const cells = new Map(order.slice(1).map(id => [id, plan]));

function asked(states: Readonly<Record<string, CellState>>, what: RunWhat, cell?: string) {
  const stateOf = (id: string) => states[id] ?? fresh;
  return cellsToRun(what, cell, { plan: { graph, cells }, order, stateOf });
}

test('a cell runs with what it reads, but what is done is not run again', () => {
  expect(asked({}, 'cell', 'replay')).toEqual(['world', 'model', 'replay']);
  expect(asked({ world: done }, 'cell', 'replay')).toEqual(['model', 'replay']);
});

test('the cell that is asked for runs although it is done', () => {
  expect(asked({ world: done, model: done }, 'cell', 'model')).toEqual(['model']);
});

test('to here is all above, whoever reads it, and nothing below', () => {
  expect(asked({ world: stale }, 'toHere', 'query')).toEqual(['world', 'model', 'query']);
});

test('all leaves out what is done, and the stale leaves out what never ran', () => {
  expect(asked({ world: done, model: stale }, 'all')).toEqual(['model', 'query', 'replay']);
  expect(asked({ world: done, model: stale }, 'outdated')).toEqual(['model']);
});

test('a cell that is not there is an error that names it', () => {
  expect(() => asked({}, 'cell', 'gone')).toThrow(/gone/);
  expect(() => asked({}, 'toHere', 'prose')).toThrow(/prose/);
});
