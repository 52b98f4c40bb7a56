import { customGrad, type GradSaveFunc, type Tensor } from '@tensorflow/tfjs-core';
import { currentScope, inScope } from '../scope.js';

export interface WithGradient {
  readonly value: Tensor;
  /**
   * Everything computed in the forward pass that `gradient` reads: tfjs disposes of the rest before
   * the backward pass.
   */
  readonly saved: readonly Tensor[];
  /** Gradients of the inputs, in their order. */
  readonly gradient: (dy: Tensor, saved: readonly Tensor[]) => readonly Tensor[];
}

/** An operation of `inputs` with a gradient written by hand; other tensors that it reads get none. */
export function withGradient(
  inputs: readonly Tensor[],
  forward: (...inputs: Tensor[]) => WithGradient,
): Tensor {
  const operation = customGrad((...given: (Tensor | GradSaveFunc)[]) => {
    // customGrad passes the inputs and then the function that keeps tensors for the backward pass.
    const save = given.pop() as GradSaveFunc;
    const { value, saved, gradient } = forward(...(given as Tensor[]));
    save([...saved]);
    const scope = `${currentScope()}/gradient`;
    const gradFunc = (dy: Tensor, kept: Tensor[]) => inScope(scope, () => [...gradient(dy, kept)]);
    return { value, gradFunc };
  });
  return operation(...inputs);
}

/** The i-th value, as a saved tensor; a wrong count is a mistake of the operation. */
export function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new Error(`internal: value ${index} of ${values.length}`);
  return value;
}
