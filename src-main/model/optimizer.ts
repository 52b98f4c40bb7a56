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
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  where,
  zeros,
} from '@tensorflow/tfjs-core';
import { allGather, allReduce, reduceScatter } from '../compute/ops/collectives.js';
import { total } from '../compute/ops/total.js';
import type { NamedTensors, TensorSpecs } from '../compute/program.js';
import { entry } from './packed-batch.js';
import { type Bundle, ownPart, type StateLayout } from './state-layout.js';

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
  /** New entries of the state. */
  readonly state: Record<string, Tensor>;
  /** Of all lanes together, as the loss, scalar. */
  readonly loss: Tensor;
  /** Global norm before clipping, scalar; not finite where the gradient is not. */
  readonly gradientNorm: Tensor;
}

/**
 * One step of the optimizer, from each lane's own loss and gradients. A lane updates its part of the
 * parameters by the sum of all lanes' gradients, and hands it to the others. Gradients are scaled to
 * `clipNorm` together. When the loss or any gradient is not finite the state stays exactly as it is.
 */
export function applyGradients(
  optimizer: Optimizer,
  layout: StateLayout,
  state: NamedTensors,
  inputs: NamedTensors,
  gradients: NamedTensors,
  ownLoss: Tensor,
): Update {
  const { lanes, bundles } = layout;
  const own = bundles.map(bundle => reduceScatter(flat(bundle, gradients), lanes));
  const ownSquares = total(own.map(gradient => sum(square(gradient))));
  const [squares = ownSquares, loss = ownLoss] = allReduce([ownSquares, ownLoss], lanes);
  const norm = sqrt(squares);
  const scalars = stepScalars(optimizer, inputs, squares, norm, loss);
  const next: Record<string, Tensor> = {};
  bundles.forEach(({ name, decays }, index) => {
    const gradient = own[index];
    if (!gradient) throw new Error('internal: a bundle without gradient');
    const old = (kind: string) => entry(state, `${kind}.${name}`);
    const parameters = ownPart(layout, old('p'), () => entry(inputs, 'lane'));
    const moved = adam(scalars, gradient, parameters, old('m'), old('v'), decays);
    next[`p.${name}`] = allGather(moved.p, lanes);
    next[`m.${name}`] = moved.m;
    next[`v.${name}`] = moved.v;
  });
  return { state: next, loss, gradientNorm: norm };
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

/** A bundle's gradients one after the other, with its zeros at the end: [n]. */
function flat({ arrays, size }: Bundle, gradients: NamedTensors): Tensor {
  const parts = arrays.map(({ name }) => {
    const gradient = entry(gradients, name);
    return reshape(gradient, [gradient.size]);
  });
  const rest = size - parts.reduce((sum, part) => sum + part.size, 0);
  if (rest > 0) parts.push(zeros([rest]));
  return parts.length === 1 && parts[0] ? parts[0] : concat(parts, 0);
}
