import { COLLECTIVES, type CollectiveOp } from '../collective.js';
import type { GraphType, OnnxGraph, OnnxNode, OnnxPort } from '../onnx/model-writer.js';

/** A graph that runs without a halt, and the collective that follows it. */
export interface Stage {
  readonly graph: OnnxGraph;
  /** Absent after the last stage. */
  readonly collective: Collective | undefined;
}

export interface Collective {
  readonly op: CollectiveOp;
  /** Values that the lanes exchange, and what they get; as many, in the same order. */
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
}

const COPY = '~copy';

export type ValueTypes = ReadonlyMap<
  string,
  { readonly shape: readonly number[]; readonly dtype: GraphType }
>;

/**
 * Cuts a graph at its collectives, in their order. What depends on a collective runs as soon as it can;
 * what depends on none as late as its first reader, since nothing that is computed early has to be kept.
 * Values that a later stage reads become outputs of theirs and inputs of that one.
 */
export function cutIntoStages(whole: OnnxGraph, types: ValueTypes): Stage[] {
  const graph = withOwnInputs(whole);
  const stageOf = placeNodes(graph);
  const collectives = graph.nodes.filter(isCollective);
  const port = (name: string): OnnxPort => {
    const known = [...graph.outputs, ...graph.inputs, ...graph.constants];
    const original = name.endsWith(COPY) ? name.slice(0, -COPY.length) : name;
    const type = types.get(original) ?? known.find(each => each.name === original);
    if (!type) throw new Error(`internal: nothing is known of the value ${name}`);
    return { name, shape: type.shape, dtype: type.dtype };
  };
  const made = new Set(graph.nodes.flatMap(node => node.outputs));
  const nodes = (stage: number) =>
    graph.nodes.filter(node => !isCollective(node) && stageOf.get(node) === stage);
  const reads = (stage: number): Set<string> => new Set(nodes(stage).flatMap(node => node.inputs));
  const readsAfter = collectives.map((_, stage) => reads(stage + 1));
  return Array.from({ length: collectives.length + 1 }, (_, stage) => {
    const own = nodes(stage);
    const ownReads = reads(stage);
    const collective = collectives[stage];
    const computed = new Set(own.flatMap(node => node.outputs));
    const wanted = new Set(graph.outputs.map(output => output.name));
    for (const input of collective?.inputs ?? []) wanted.add(input);
    for (const later of readsAfter.slice(stage)) for (const name of later) wanted.add(name);
    for (const later of collectives.slice(stage + 1))
      for (const name of later.inputs) wanted.add(name);
    const crossing = [...ownReads].filter(name => made.has(name) && !computed.has(name));
    return {
      graph: {
        name: `${graph.name}/${stage}`,
        nodes: own,
        constants: graph.constants.filter(constant => ownReads.has(constant.name)),
        inputs: [...graph.inputs.filter(input => ownReads.has(input.name)), ...crossing.map(port)],
        outputs: [...computed].filter(name => wanted.has(name)).map(port),
      },
      collective: collective && {
        op: collective.op as CollectiveOp,
        inputs: collective.inputs.map(port),
        outputs: collective.outputs.map(port),
      },
    };
  });
}

/** A collective exchanges what a node has computed: what comes from outside is copied before. */
function withOwnInputs(graph: OnnxGraph): OnnxGraph {
  const given = new Set([...graph.inputs, ...graph.constants].map(({ name }) => name));
  const copied = new Set<string>();
  const nodes = graph.nodes.flatMap((node): OnnxNode[] => {
    if (!isCollective(node)) return [node];
    const fresh = node.inputs.filter(name => given.has(name) && !copied.has(name));
    for (const name of fresh) copied.add(name);
    const own = {
      ...node,
      inputs: node.inputs.map(name => (given.has(name) ? name + COPY : name)),
    };
    return [...fresh.map(copyNode), own];
  });
  return { ...graph, nodes };
}

function copyNode(name: string): OnnxNode {
  const [inputs, outputs] = [[name], [name + COPY]];
  return { op: 'Identity', domain: '', name: name + COPY, inputs, outputs, attributes: {} };
}

/** The stage of every node; a collective ends its stage. */
function placeNodes(graph: OnnxGraph): Map<OnnxNode, number> {
  const earliest = new Map<OnnxNode, number>();
  const producer = new Map<string, OnnxNode>();
  let collectives = 0;
  for (const node of graph.nodes) {
    let stage = 0;
    for (const name of node.inputs) {
      const from = producer.get(name);
      if (from) stage = Math.max(stage, (earliest.get(from) ?? 0) + (isCollective(from) ? 1 : 0));
    }
    earliest.set(node, isCollective(node) ? collectives++ : stage);
    for (const output of node.outputs) producer.set(output, node);
  }
  const firstReader = new Map<string, number>();
  const placed = new Map<OnnxNode, number>();
  for (const node of [...graph.nodes].reverse()) {
    const reader = Math.min(...node.outputs.map(name => firstReader.get(name) ?? collectives));
    const free = earliest.get(node) === 0 && !isCollective(node);
    const stage = free ? reader : (earliest.get(node) ?? 0);
    placed.set(node, stage);
    for (const name of node.inputs)
      firstReader.set(name, Math.min(stage, firstReader.get(name) ?? collectives));
  }
  return placed;
}

function isCollective(node: OnnxNode): boolean {
  return node.domain === COLLECTIVES;
}
