import { engine, type Tensor } from '@tensorflow/tfjs-core';
import type { ElementType } from './program.js';

/** Name under which the tracing backend is registered with tfjs. */
export const TRACE_BACKEND = 'onnx-trace';
/** Kernel by which an ONNX operator passes through tfjs into the graph. */
export const ONNX_KERNEL = 'OnnxOperator';

/** An integer, a string, a list of integers, or floats marked as such. */
export type OnnxAttribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] };
export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;

export interface OnnxOutput {
  readonly shape: readonly number[];
  readonly dtype: ElementType | 'bool';
}

export interface OnnxOpOptions {
  /** `com.microsoft` for onnxruntime's own operators; ONNX' by default. */
  readonly domain?: string;
  /** The same values in plain tfjs; runs wherever the program is not traced. */
  readonly fallback: () => readonly Tensor[];
}

let tracing = false;

/** True while a program is being traced into a graph. */
export function isTracing(): boolean {
  return tracing;
}

/** Marks what `body` runs as traced; for the tracer alone. */
export function whileTracing<T>(body: () => T): T {
  if (tracing) throw new Error('internal: a program is already being traced');
  tracing = true;
  try {
    return body();
  } finally {
    tracing = false;
  }
}

/**
 * Emits one ONNX node under tracing, runs `fallback` elsewhere. It has no gradient of its own: call
 * it within `customGrad`, or where none is asked for.
 */
export function onnxOp(
  op: string,
  inputs: readonly Tensor[],
  attributes: OnnxAttributes,
  outputs: readonly OnnxOutput[],
  options: OnnxOpOptions,
): readonly Tensor[] {
  if (!isTracing()) return options.fallback();
  const named = Object.fromEntries(inputs.map((input, index) => [`input${index}`, input]));
  const kernelAttributes = { op, domain: options.domain ?? '', attributes, outputs };
  // tfjs types attributes as its own JSON-like values; the kernel in trace/kernels reads them back.
  const result = engine().runKernel(ONNX_KERNEL, named, kernelAttributes as never);
  return Array.isArray(result) ? result : [result as Tensor];
}
