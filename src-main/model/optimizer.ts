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
import { type NamedTensors, sizeOf, type TensorSpecs } from '../compute/program.js';
import { entry } from './packed-batch.js';

/** Adam (Kingma & Ba 2015) or, with weight decay, AdamW (Loshchilov & Hutter 2019). */
export interface Optimizer {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled; on matrices only, never on biases, gains, gates, positions or the temperature. */
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

/** Arrays up to this size are updated together: for small ones the number of operations counts. */
const SMALL_ELEMENTS = 1 << 14;

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
  const bundles = bundled(optimizer, gradients);
  const joined = bundles.map(names => flat(names, name => entry(gradients, name)));
  const squares = total(joined.map(gradient => sum(square(gradient))));
  const norm = sqrt(squares);
  const scalars = stepScalars(optimizer, inputs, squares, norm, loss);
  const next: Record<string, Tensor> = {};
  bundles.forEach((names, index) => {
    const gradient = joined[index];
    if (!gradient) throw new Error('internal: a bundle without gradient');
    const old = (prefix: string) => flat(names, name => entry(state, `${prefix}.${name}`));
    const decays = decayed(optimizer, names[0] ?? '', gradients);
    const moved = adam(scalars, gradient, old('p'), old('m'), old('v'), decays);
    for (const [prefix, values] of Object.entries(moved))
      for (const [name, value] of unflat(names, gradients, values))
        next[`${prefix}.${name}`] = value;
  });
  return { state: next, gradientNorm: norm };
}

interface StepScalars {
  /** True where loss and gradients are finite. */
  readonly finite: Tensor;
  /** What remains of the old moments, and what comes in of g and g²: 1, 0, 0 with the gate shut. */
  readonly keepFirst: Tensor;
  readonly keepSecond: Tensor;
  readonly takeFirst: Tensor;
  readonly takeSecond: Tensor;
  /** 0 with the gate shut. */
  readonly stepSize: Tensor;
  readonly epsilon: Tensor;
  /** 1 − rate · decay. */
  readonly keepWeights: Tensor;
}

function stepScalars(
  optimizer: Optimizer,
  inputs: NamedTensors,
  squares: Tensor,
  norm: Tensor,
  loss: Tensor,
): StepScalars {
  const { beta1, beta2, clipNorm, weightDecay } = optimizer;
  // x − x is 0 for a finite x and NaN else.
  const finite = logicalAnd(equal(sub(squares, squares), 0), equal(sub(loss, loss), 0));
  const open = cast(finite, 'float32');
  const clip = Number.isFinite(clipNorm)
    ? div(clipNorm, maximum(where(finite, norm, fill([], 1)), clipNorm))
    : fill([], 1);
  return {
    finite,
    keepFirst: sub(1, mul(open, 1 - beta1)),
    keepSecond: sub(1, mul(open, 1 - beta2)),
    takeFirst: mul(mul(open, 1 - beta1), clip),
    takeSecond: mul(mul(open, 1 - beta2), square(clip)),
    stepSize: mul(open, entry(inputs, 'stepSize')),
    epsilon: entry(inputs, 'stepEpsilon'),
    keepWeights: sub(1, mul(mul(open, entry(inputs, 'learningRate')), weightDecay)),
  };
}

function adam(
  scalars: StepScalars,
  gradient: Tensor,
  p: Tensor,
  m: Tensor,
  v: Tensor,
  decays: boolean,
): { p: Tensor; m: Tensor; v: Tensor } {
  const g = where(scalars.finite, gradient, fill(gradient.shape, 0));
  const first = add(mul(m, scalars.keepFirst), mul(g, scalars.takeFirst));
  const second = add(mul(v, scalars.keepSecond), mul(square(g), scalars.takeSecond));
  const step = mul(div(first, add(sqrt(second), scalars.epsilon)), scalars.stepSize);
  return { p: sub(decays ? mul(p, scalars.keepWeights) : p, step), m: first, v: second };
}

/** Names of the arrays that are updated together; large ones stand alone. */
function bundled(optimizer: Optimizer, gradients: NamedTensors): string[][] {
  const small: Record<'decayed' | 'free', string[]> = { decayed: [], free: [] };
  const bundles: string[][] = [small.decayed, small.free];
  for (const name of Object.keys(gradients)) {
    const kind = decayed(optimizer, name, gradients) ? 'decayed' : 'free';
    if (sizeOf(entry(gradients, name).shape) <= SMALL_ELEMENTS) small[kind].push(name);
    else bundles.push([name]);
  }
  return bundles.filter(names => names.length > 0);
}

function decayed(optimizer: Optimizer, name: string, gradients: NamedTensors): boolean {
  return optimizer.weightDecay > 0 && name !== 'positions' && gradients[name]?.rank === 2;
}

function flat(names: readonly string[], get: (name: string) => Tensor): Tensor {
  const parts = names.map(get);
  if (parts.length === 1 && parts[0]) return parts[0];
  return concat(
    parts.map(part => reshape(part, [sizeOf(part.shape)])),
    0,
  );
}

function unflat(
  names: readonly string[],
  shapes: NamedTensors,
  values: Tensor,
): (readonly [string, Tensor])[] {
  const [only] = names;
  if (names.length === 1 && only !== undefined) return [[only, values]];
  const sizes = names.map(name => sizeOf(entry(shapes, name).shape));
  return split(values, sizes, 0).map((part, index) => {
    const name = names[index] ?? '';
    return [name, reshape(part, entry(shapes, name).shape)] as const;
  });
}
