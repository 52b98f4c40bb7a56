import { engine, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { checkResult } from '../eager-device.js';
import type { OnnxGraph } from '../onnx/model-writer.js';
import { TRACE_BACKEND } from '../onnx-op.js';
import { PORTS } from '../ports.js';
import type { NamedTensors, ProgramFunction, ProgramSpecs, TensorSpecs } from '../program.js';
import { withBackend } from '../tfjs.js';
import { traceBackend } from './backend.js';
import { Graph, type GraphValue, type ValueType } from './graph.js';
import { cast } from './kernels/elementwise.js';
import { full } from './lazy.js';

export interface TracedProgram {
  readonly graph: OnnxGraph;
  /** State entries that the program changes. */
  readonly changed: readonly string[];
  readonly outputs: TensorSpecs;
  /** Of the graph's values, but for its outputs. */
  readonly types: ReadonlyMap<string, ValueType>;
}

/** Runs `fn` once on symbols and keeps what it would have computed: forward, backward and update. */
export function traceProgram(
  fn: ProgramFunction,
  specs: ProgramSpecs,
  label: string,
): TracedProgram {
  const graph = new Graph(label);
  const ports = new Map<string, GraphValue>();
  const changed: string[] = [];
  const outputs: Record<string, TensorSpecs[string]> = {};
  withBackend(TRACE_BACKEND, () =>
    traceBackend.during(graph, () =>
      // Nothing is returned through tidy: it would walk through the values of what it is given.
      tidy(() => {
        const result = fn(
          placeholders(graph, PORTS.state, specs.state),
          placeholders(graph, PORTS.input, specs.inputs),
        );
        checkResult(result, specs, label);
        for (const [name, value] of Object.entries(result.state)) {
          changed.push(name);
          ports.set(PORTS.newState + name, full(graph, traceBackend.lazyOf(value)));
        }
        for (const [name, value] of Object.entries(result.outputs)) {
          const lazy = traceBackend.lazyOf(value);
          const dtype = lazy.dtype === 'float32' ? 'float32' : 'int32';
          outputs[name] = { shape: lazy.shape, dtype };
          ports.set(PORTS.output + name, full(graph, cast(graph, lazy, dtype)));
        }
      }),
    ),
  );
  return { graph: graph.finish(ports), changed, outputs, types: graph.types };
}

function placeholders(graph: Graph, prefix: string, specs: TensorSpecs): NamedTensors {
  const tensors: Record<string, Tensor> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = graph.input(prefix + name, spec);
    const info = traceBackend.store({ value, shape: spec.shape, dtype: spec.dtype });
    tensors[name] = engine().makeTensorFromTensorInfo(info, traceBackend);
  }
  return tensors;
}
