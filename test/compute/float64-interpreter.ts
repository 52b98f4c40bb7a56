import type { OnnxGraph, OnnxNode } from '../../src-main/compute/onnx/model-writer.js';
import { PORTS } from '../../src-main/compute/ports.js';
import { sizeOf, type TensorSpecs } from '../../src-main/compute/program.js';
import { type Array64, FLOAT64_KERNELS } from './float64-kernels.js';

/**
 * Runs a traced graph in float64, node by node, by the ONNX specification: slow, and independent of
 * tfjs and onnxruntime. Finite differences of what it computes check gradients to many digits.
 */
export function runInFloat64(
  graph: OnnxGraph,
  inputs: Readonly<Record<string, ArrayLike<number>>>,
  specs: TensorSpecs,
): Record<string, Float64Array> {
  const values = new Map<string, Array64>();
  for (const [name, spec] of Object.entries(specs))
    values.set(PORTS.input + name, {
      shape: spec.shape,
      elements: Float64Array.from(inputs[name] ?? []),
      integer: spec.dtype === 'int32',
    });
  for (const constant of graph.constants)
    values.set(constant.name, {
      shape: constant.shape,
      elements: elementsOf(constant.bytes, constant.dtype),
      integer: constant.dtype !== 'float32',
    });
  for (const node of graph.nodes) {
    const results = runNode(node, values);
    node.outputs.forEach((name, i) => {
      const result = results[i];
      if (!result) return;
      if (result.elements.length !== sizeOf(result.shape))
        throw new Error(`${node.name}: ${result.elements.length} elements for [${result.shape}]`);
      values.set(name, result);
    });
  }
  return Object.fromEntries(
    graph.outputs.map(port => [
      port.name.slice(PORTS.output.length),
      values.get(port.name)?.elements ?? new Float64Array(),
    ]),
  );
}

function runNode(node: OnnxNode, values: ReadonlyMap<string, Array64>): readonly Array64[] {
  const kernel = FLOAT64_KERNELS[node.op];
  if (!kernel) throw new Error(`the float64 interpreter has no ${node.op}`);
  const inputs = node.inputs.map(name => {
    const value = values.get(name);
    if (!value) throw new Error(`${node.name} reads ${name} before it is computed`);
    return value;
  });
  return [kernel(inputs, node.attributes)].flat();
}

function elementsOf(bytes: Uint8Array, dtype: string): Float64Array {
  const { buffer } = bytes.slice();
  if (dtype === 'float32') return Float64Array.from(new Float32Array(buffer));
  if (dtype === 'int32') return Float64Array.from(new Int32Array(buffer));
  if (dtype === 'int64') return Float64Array.from(new BigInt64Array(buffer), Number);
  return Float64Array.from(bytes);
}
