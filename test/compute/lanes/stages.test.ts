import { expect, test } from 'vitest';
import { COLLECTIVES } from '../../../src-main/compute/collective.js';
import { cutIntoStages } from '../../../src-main/compute/lanes/stages.js';
import type { OnnxGraph, OnnxNode } from '../../../src-main/compute/onnx/model-writer.js';

const node = (op: string, inputs: string[], output: string, domain = ''): OnnxNode => ({
  op,
  domain,
  name: `${op}_${output}`,
  inputs,
  outputs: [output],
  attributes: {},
});
const type = { shape: [2], dtype: 'float32' as const };
const port = (name: string) => ({ name, ...type });

/**
 * a ─ Neg ─ part ─ AllGather ─ whole ─┐
 *                                    Mul ─ y ─ AllReduce ─ sum ─ Exp ─ out
 * b ─ Sqrt ─ root ────────────────────┤
 *      └──── Abs ─ other ─────────────┼───────────────────────── Log ─ late
 */
const graph: OnnxGraph = {
  name: 'g',
  nodes: [
    node('Sqrt', ['b'], 'root'),
    node('Abs', ['root'], 'other'),
    node('Neg', ['a'], 'part'),
    node('AllGather', ['part'], 'whole', COLLECTIVES),
    node('Mul', ['whole', 'root'], 'y'),
    node('AllReduce', ['y'], 'sum', COLLECTIVES),
    node('Exp', ['sum'], 'out'),
    node('Log', ['other'], 'late'),
  ],
  constants: [],
  inputs: [port('a'), port('b')],
  outputs: [port('out'), port('late')],
};
const types = new Map(
  graph.nodes.flatMap(({ outputs }) => outputs.map(name => [name, type] as const)),
);

test('what needs no collective waits for its first reader, the rest runs at once', () => {
  const stages = cutIntoStages(graph, types);
  expect(stages.map(stage => stage.graph.nodes.map(({ op }) => op))).toEqual([
    ['Neg'],
    ['Sqrt', 'Mul'],
    ['Abs', 'Exp', 'Log'],
  ]);
  expect(stages.map(stage => stage.collective?.op)).toEqual(['AllGather', 'AllReduce', undefined]);
});

test('values that a later stage or a collective reads leave their stage, and no others', () => {
  const names = (ports: readonly { name: string }[]) => ports.map(({ name }) => name);
  const stages = cutIntoStages(graph, types);
  expect(stages.map(stage => names(stage.graph.inputs))).toEqual([
    ['a'],
    ['b', 'whole'],
    ['root', 'sum'],
  ]);
  expect(stages.map(stage => names(stage.graph.outputs))).toEqual([
    ['part'],
    ['root', 'y'],
    ['out', 'late'],
  ]);
});

test('a graph without collectives is one stage', () => {
  const [only, ...others] = cutIntoStages(
    { ...graph, nodes: [node('Neg', ['a'], 'out')], outputs: [port('out')] },
    types,
  );
  expect(others).toEqual([]);
  expect(only?.collective).toBeUndefined();
  expect(only?.graph.outputs).toEqual([port('out')]);
});
