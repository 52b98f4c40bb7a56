import {
  add,
  broadcastTo,
  exp,
  gather,
  grad,
  mean,
  mul,
  onesLike,
  sum,
  type Tensor,
  type Tensor1D,
  tensor,
  transpose,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { isTracing, onnxOp } from '../../../src-main/compute/onnx-op.js';
import type { NamedTensors, TensorSpec } from '../../../src-main/compute/program.js';
import { scoped } from '../../../src-main/compute/scope.js';
import '../../../src-main/compute/reference-device.js';
import { withBackend } from '../../../src-main/compute/tfjs.js';
import { traceProgram } from '../../../src-main/compute/trace/trace.js';

const float = (...shape: number[]): TensorSpec => ({ shape, dtype: 'float32' });
const int = (...shape: number[]): TensorSpec => ({ shape, dtype: 'int32' });

function graphOf(fn: (inputs: NamedTensors) => NamedTensors, inputs: Record<string, TensorSpec>) {
  return traceProgram((_, x) => ({ state: {}, outputs: fn(x) }), { state: {}, inputs }, 'test')
    .graph;
}
const opsOf = (graph: ReturnType<typeof graphOf>) => graph.nodes.map(node => node.op);

describe('a traced graph', () => {
  it('keeps the gradient of a mean a scalar until an output needs its shape', () => {
    const graph = graphOf(({ x }) => ({ g: grad(t => mean(t))(x!) }), { x: float(300, 40) });
    expect(opsOf(graph)).toEqual(['Expand']);
    expect(graph.inputs).toEqual([]);
    expect(Math.max(...graph.constants.map(each => each.bytes.length))).toBeLessThanOrEqual(16);
  });

  it('folds · 1 and + 0, of splats too', () => {
    const graph = graphOf(({ x }) => ({ y: add(mul(exp(x!), onesLike(x!)), mul(0, 3)) }), {
      x: float(5),
    });
    expect(opsOf(graph)).toEqual(['Exp']);
  });

  it('multiplies instead of summing over a broadcast axis', () => {
    const graph = graphOf(({ x }) => ({ y: sum(broadcastTo(exp(x!), [7, 5]), 0) }), {
      x: float(5),
    });
    expect(opsOf(graph)).toEqual(['Exp', 'Mul']);
  });

  it('computes equal expressions once and nothing that no output needs', () => {
    const graph = graphOf(
      ({ x }) => {
        exp(mul(x!, 3));
        return { y: add(exp(x!), exp(x!)) };
      },
      { x: float(5), unused: int(2) },
    );
    expect(opsOf(graph)).toEqual(['Exp', 'Add']);
    expect(graph.inputs.map(port => port.name)).toEqual(['input/x']);
  });

  it('moves no element when only axes of length 1 change places', () => {
    const graph = graphOf(({ x }) => ({ y: transpose(x!, [1, 0, 2]) }), { x: float(1, 4, 3) });
    expect(opsOf(graph)).toEqual(['Reshape']);
  });

  it('scatters by elements, with indices widened to int64 last', () => {
    const graph = graphOf(({ x, ids }) => ({ y: unsortedSegmentSum(x!, ids as Tensor1D, 100) }), {
      x: float(30, 4),
      ids: int(30),
    });
    const ops = opsOf(graph);
    expect(ops).not.toContain('ScatterND');
    expect(ops.slice(ops.indexOf('Cast'))).toEqual(['Cast', 'ScatterElements']);
    expect(ops.indexOf('Expand')).toBeLessThan(ops.indexOf('Cast'));
  });

  it('reads int32 indices as they are', () => {
    const graph = graphOf(({ x, rows }) => ({ y: gather(x!, rows as Tensor1D) }), {
      x: float(9, 2),
      rows: int(3),
    });
    expect(opsOf(graph)).toEqual(['Gather']);
  });

  it('names nodes by program and scope', () => {
    const graph = graphOf(
      ({ x }) => ({ y: scoped('block', () => scoped('head', () => exp(x!))) }),
      { x: float(2) },
    );
    expect(graph.nodes[0]?.name).toBe('test/block/head/Exp_0');
  });

  it('refuses to read a value that is not known while tracing', () => {
    const reading = () =>
      graphOf(({ x }) => ({ y: mul(x!, exp(x!).dataSync()[0]!) }), { x: float(1) });
    expect(reading).toThrow(/read the value of a tensor while it was traced/);
    const constant = graphOf(({ x }) => ({ y: mul(x!, onesLike(x!).dataSync()[1]!) }), {
      x: float(2),
    });
    expect(opsOf(constant)).toEqual(['Identity']);
  });

  it('names a state entry that comes back in another shape', () => {
    const specs = { state: { w: float(2) }, inputs: {} };
    const returning = (w: (state: NamedTensors) => Tensor) => () =>
      traceProgram(state => ({ state: { w: w(state) }, outputs: {} }), specs, 'test');
    expect(returning(({ w }) => sum(w!))).toThrow(/"w" is float32 \[\], declared float32 \[2\]/);
  });
});

describe('onnxOp', () => {
  const gelu = (x: Tensor) =>
    onnxOp('Gelu', [x], {}, [{ shape: x.shape, dtype: 'float32' }], {
      domain: 'com.microsoft',
      fallback: () => [mul(x, 2)],
    })[0]!;

  it('emits one node while tracing', () => {
    const graph = graphOf(({ x }) => ({ y: gelu(x!) }), { x: float(2) });
    expect(graph.nodes).toHaveLength(1);
    expect(graph.nodes[0]).toMatchObject({ op: 'Gelu', domain: 'com.microsoft' });
  });

  it('runs its fallback elsewhere', () => {
    expect(isTracing()).toBe(false);
    const values = withBackend('cpu', () => [...gelu(tensor([1, -2])).dataSync()]);
    expect(values).toEqual([2, -4]);
  });
});
