import { ONNX_KERNEL, type OnnxAttributes, type OnnxOutput } from '../../onnx-op.js';
import { type KernelTable, kernel } from '../kernel.js';
import { full, lazy } from '../lazy.js';
import { elementwiseKernels } from './elementwise.js';
import { fillKernels } from './fill.js';
import { gatherScatterKernels } from './gather-scatter.js';
import { matMulKernels } from './matmul.js';
import { reduceKernels } from './reduce.js';
import { shapeKernels } from './shape.js';

interface OnnxOpCall {
  readonly op: string;
  readonly domain: string;
  readonly attributes: OnnxAttributes;
  readonly outputs: readonly OnnxOutput[];
}

/** Every kernel that a traced program may call, by the name that tfjs gives it. */
export const KERNELS: KernelTable = {
  ...elementwiseKernels,
  ...fillKernels,
  ...shapeKernels,
  ...reduceKernels,
  ...matMulKernels,
  ...gatherScatterKernels,
  [ONNX_KERNEL]: kernel<OnnxOpCall>(({ graph, inputs, attributes: call }) => {
    const operands = inputs.map(input => full(graph, input));
    const values = graph.emit(call.op, operands, call.outputs, call.attributes, call.domain);
    return values.map(value => lazy(value));
  }),
};
