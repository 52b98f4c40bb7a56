import type {
  GraphType,
  OnnxConstant,
  OnnxGraph,
  OnnxNode,
  OnnxPort,
} from '../onnx/model-writer.js';
import type { OnnxAttributes } from '../onnx-op.js';
import { sizeOf } from '../program.js';
import { currentScope } from '../scope.js';

/** An edge of the graph: what one node output, input or constant holds. */
export interface GraphValue {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: GraphType;
  /** The elements, for small constants that tracing may want to read. */
  readonly elements?: ArrayLike<number>;
}

export interface ValueType {
  readonly shape: readonly number[];
  readonly dtype: GraphType;
}

/** Constants up to this size are kept readable and shared when equal. */
const SMALL_CONSTANT = 64;

/**
 * A graph under construction. Equal nodes are emitted once (common-subexpression elimination);
 * `finish` drops whatever no output needs.
 */
export class Graph {
  readonly #label: string;
  readonly #nodes: OnnxNode[] = [];
  readonly #inputs: OnnxPort[] = [];
  readonly #constants = new Map<string, OnnxConstant>();
  readonly #known = new Map<string, readonly GraphValue[]>();
  readonly #types = new Map<string, ValueType>();
  readonly #knownConstants = new Map<string, GraphValue>();
  #count = 0;

  constructor(label: string) {
    this.#label = label;
  }

  /** Types of all values that nodes compute, by their names before `finish`. */
  get types(): ReadonlyMap<string, ValueType> {
    return this.#types;
  }

  input(name: string, type: ValueType): GraphValue {
    this.#inputs.push({ name, shape: type.shape, dtype: type.dtype });
    return { name, ...type };
  }

  constant(elements: ArrayLike<number>, type: ValueType): GraphValue {
    const small = elements.length <= SMALL_CONSTANT;
    const key = small
      ? `${type.dtype}[${type.shape.join()}]${Array.from(elements, sign).join()}`
      : '';
    const known = this.#knownConstants.get(key);
    if (known) return known;
    const name = `constant${this.#count++}`;
    this.#constants.set(name, { name, ...type, bytes: bytesOf(elements, type.dtype) });
    if (!small) return { name, ...type };
    const value: GraphValue = { name, ...type, elements };
    this.#knownConstants.set(key, value);
    return value;
  }

  /** Emits a node with one output. */
  op(
    op: string,
    inputs: readonly GraphValue[],
    type: ValueType,
    attributes: OnnxAttributes = {},
    domain = '',
  ): GraphValue {
    const [value] = this.emit(op, inputs, [type], attributes, domain);
    if (!value) throw new Error(`internal: ${op} has no output`);
    return value;
  }

  /** Emits a node, or returns the outputs of an equal one. Empty outputs become constants. */
  emit(
    op: string,
    inputs: readonly GraphValue[],
    outputs: readonly ValueType[],
    attributes: OnnxAttributes = {},
    domain = '',
  ): readonly GraphValue[] {
    if (outputs.every(type => sizeOf(type.shape) === 0))
      return outputs.map(type => this.constant([], type));
    const names = inputs.map(input => input.name);
    const key = `${domain}.${op}(${names.join()})${JSON.stringify(attributes)}`;
    const known = this.#known.get(key);
    if (known) return known;
    const values = outputs.map(type => ({ name: `value${this.#count++}`, ...type }));
    for (const { name, ...type } of values) this.#types.set(name, type);
    const scope = currentScope();
    this.#nodes.push({
      op,
      domain,
      name: `${this.#label}/${scope ? `${scope}/` : ''}${op}_${this.#nodes.length}`,
      inputs: names,
      outputs: values.map(value => value.name),
      attributes,
    });
    this.#known.set(key, values);
    return values;
  }

  /**
   * The graph that computes `outputs` and nothing else, under the names given here. An output that
   * is an input, a constant or another output's value gets a node of its own (onnxruntime wants that).
   */
  finish(outputs: ReadonlyMap<string, GraphValue>): OnnxGraph {
    const computed = new Set(this.#nodes.flatMap(node => node.outputs));
    const renamed = new Map<string, string>();
    const copies: OnnxNode[] = [];
    for (const [name, value] of outputs) {
      if (computed.has(value.name) && !renamed.has(value.name)) renamed.set(value.name, name);
      else copies.push(copyNode(`${this.#label}/copy_${copies.length}`, value.name, name));
    }
    const rename = (name: string) => renamed.get(name) ?? name;
    const nodes = [...this.#nodes, ...copies].map(node => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    }));
    const needed = new Set(outputs.keys());
    const live = nodes.reverse().filter(node => {
      if (!node.outputs.some(output => needed.has(output))) return false;
      for (const input of node.inputs) needed.add(input);
      return true;
    });
    return {
      name: this.#label,
      nodes: live.reverse(),
      constants: [...this.#constants.values()].filter(constant => needed.has(constant.name)),
      inputs: this.#inputs.filter(input => needed.has(input.name)),
      outputs: [...outputs].map(([name, { shape, dtype }]) => ({ name, shape, dtype })),
    };
  }
}

function copyNode(name: string, from: string, to: string): OnnxNode {
  return { op: 'Identity', domain: '', name, inputs: [from], outputs: [to], attributes: {} };
}

// −0 and 0 are different constants.
function sign(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function bytesOf(elements: ArrayLike<number>, dtype: GraphType): Uint8Array {
  const array =
    dtype === 'float32'
      ? Float32Array.from(elements)
      : dtype === 'int32'
        ? Int32Array.from(elements)
        : dtype === 'int64'
          ? BigInt64Array.from(Array.from(elements, BigInt))
          : Uint8Array.from(elements);
  return new Uint8Array(array.buffer);
}
