import {
  add,
  cast,
  concat,
  div,
  equal,
  fill,
  logicalAnd,
  maximum,
  mul,
  reshape,
  split,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  where,
} from '@tensorflow/tfjs-core';
import { total } from '../compute/ops/total.js';
import type { NamedTensors, TensorSpecs } from '../compute/program.js';
import { entry } from './packed-batch.js';

/** Adam (Kingma & Ba 2015) or, with weight decay, AdamW (Loshchilov & Hutter 2019). */
export interface Optimizer {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled; on matrices only, never on biases, gains, gates, tables by age or the temperature. */
  readonly weightDecay: number;
  /** Largest global norm of the gradient; Infinity for none. */
  readonly clipNorm: number;
}

export const DEFAULT_OPTIMIZER: Optimizer = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  clipNorm: 1,
};

/** Scalars that change from step to step; inputs of the program. */
export const OPTIMIZER_INPUTS: TensorSpecs = {
  learningRate: { shape: [], dtype: 'float32' },
  stepSize: { shape: [], dtype: 'float32' },
  stepEpsilon: { shape: [], dtype: 'float32' },
};

/**
 * Values of OPTIMIZER_INPUTS at `step` (1 for the first), with Adam's bias corrections in float64:
 * rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ), and ε · √(1 − β₂ᵗ) for a denominator √v + ε.
 */
export function optimizerInputs(
  optimizer: Optimizer,
  learningRate: number,
  step: number,
): Record<string, Float32Array> {
  const second = Math.sqrt(1 - optimizer.beta2 ** step);
  const stepSize = (learningRate * second) / (1 - optimizer.beta1 ** step);
  return {
    learningRate: Float32Array.of(learningRate),
    stepSize: Float32Array.of(stepSize),
    stepEpsilon: Float32Array.of(optimizer.epsilon * second),
  };
}

export interface Update {
  /** New `p.*`, `m.*` and `v.*`. */
  readonly state: Record<string, Tensor>;
  /** Global norm before clipping, scalar; not finite where the gradient is not. */
  readonly gradientNorm: Tensor;
}

/** Parameters of at most this many elements are updated together, as one vector. */
const SMALL = 1 << 15;

/** Parameters that are updated in one go: one large array, or small ones laid end to end. */
interface Part {
  readonly names: readonly string[];
  readonly decays: boolean;
}

/**
 * One step of the optimizer. Gradients are scaled to `clipNorm` together. When the loss or any
 * gradient is not finite the state stays exactly as it is.
 */
export function applyGradients(
  optimizer: Optimizer,
  state: NamedTensors,
  inputs: NamedTensors,
  gradients: NamedTensors,
  loss: Tensor,
): Update {
  const parts = partsOf(optimizer, gradients).map(part => ({
    ...part,
    gradient: joined(part.names.map(name => entry(gradients, name))),
  }));
  const squares = total(parts.map(part => sum(square(part.gradient))));
  const norm = sqrt(squares);
  // x − x is 0 for a finite x and NaN else.
  const finite = logicalAnd(equal(sub(squares, squares), 0), equal(sub(loss, loss), 0));
  const open = cast(finite, 'float32');
  const safeNorm = where(finite, norm, fill([], 1));
  const clip = Number.isFinite(optimizer.clipNorm)
    ? div(optimizer.clipNorm, maximum(safeNorm, optimizer.clipNorm))
    : fill([], 1);
  // With the gate shut these are 0, and each new value is the old one plus an exact 0.
  const firstRate = mul(open, 1 - optimizer.beta1);
  const secondRate = mul(open, 1 - optimizer.beta2);
  const stepSize = mul(open, entry(inputs, 'stepSize'));
  const decay = mul(mul(open, entry(inputs, 'learningRate')), optimizer.weightDecay);
  const next: Record<string, Tensor> = {};
  for (const { names, decays, gradient } of parts) {
    const old = (prefix: string) => joined(names.map(name => entry(state, `${prefix}.${name}`)));
    const g = mul(where(finite, gradient, fill(gradient.shape, 0)), clip);
    const [p, oldFirst, oldSecond] = [old('p'), old('m'), old('v')];
    const first = add(oldFirst, mul(firstRate, sub(g, oldFirst)));
    const second = add(oldSecond, mul(secondRate, sub(square(g), oldSecond)));
    const step = mul(stepSize, div(first, add(sqrt(second), entry(inputs, 'stepEpsilon'))));
    const values = { p: sub(decays ? sub(p, mul(decay, p)) : p, step), m: first, v: second };
    for (const [prefix, value] of Object.entries(values))
      separated(
        value,
        names.map(name => entry(gradients, name)),
      ).forEach((array, index) => {
        next[`${prefix}.${names[index]}`] = array;
      });
  }
  return { state: next, gradientNorm: norm };
}

function partsOf(optimizer: Optimizer, gradients: NamedTensors): Part[] {
  const small: Record<'decaying' | 'kept', string[]> = { decaying: [], kept: [] };
  const parts: Part[] = [];
  for (const [name, { size, rank }] of Object.entries(gradients)) {
    const decays = optimizer.weightDecay > 0 && rank === 2 && name !== 'positions';
    if (size > SMALL) parts.push({ names: [name], decays });
    else small[decays ? 'decaying' : 'kept'].push(name);
  }
  parts.push({ names: small.decaying, decays: true }, { names: small.kept, decays: false });
  return parts.filter(part => part.names.length > 0);
}

/** Arrays end to end, one vector; a single one as it is. */
function joined(arrays: readonly Tensor[]): Tensor {
  if (arrays.length === 1 && arrays[0]) return arrays[0];
  return concat(
    arrays.map(array => reshape(array, [-1])),
    0,
  );
}

/** The inverse of `joined`, in the shapes of `like`. */
function separated(vector: Tensor, like: readonly Tensor[]): Tensor[] {
  if (like.length === 1) return [vector];
  const sizes = like.map(array => array.size);
  return split(vector, sizes, 0).map((part, index) => reshape(part, like[index]?.shape ?? []));
}
