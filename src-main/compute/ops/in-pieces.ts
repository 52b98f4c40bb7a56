import {
  add,
  clone,
  concat,
  mul,
  reshape,
  slice,
  split,
  sub,
  type Tensor,
  valueAndGrads,
} from '@tensorflow/tfjs-core';
import { scoped } from '../scope.js';
import { total } from './total.js';
import { at, withGradient } from './with-gradient.js';

/** Gradients of more elements are added up on their own: joining them with others would copy them. */
const LARGE_ELEMENTS = 1 << 20;

/**
 * The scalar Σ_k piece(shared, k), k = 0 … count − 1, whose gradients are made piece by piece: what a
 * piece has computed is needed no more when the next begins, where the gradient of a plain sum keeps all
 * of them (gradient accumulation). Values and gradients pass through one chain of sums, which leaves a
 * device that runs what it can no other order than piece after piece. Every piece must read all of
 * `shared`; of other tensors there is no gradient. `largeElements` is for tests.
 */
export function sumInPieces(
  shared: readonly Tensor[],
  count: number,
  piece: (shared: readonly Tensor[], k: number) => Tensor,
  largeElements = LARGE_ELEMENTS,
): Tensor {
  if (count === 1) return piece(shared, 0);
  const isLarge = (index: number) => (shared[index]?.size ?? 0) > largeElements;
  // Copies: a piece's gradient must not go on through what one of `shared` was computed from.
  const leaves = shared.map(tensor => clone(tensor));
  const made = lastFirst(count, k =>
    scoped(`piece${k}`, () => valueAndGrads((...given: Tensor[]) => piece(given, k))(leaves)),
  );
  const large = shared.map((_, index) => (isLarge(index) ? running(made, index) : undefined));
  const joined = lastFirst(count, k =>
    concat([
      ...at(made, k)
        .grads.filter((_, index) => !isLarge(index))
        .map(flat),
      flat(at(made, k).value),
      ...large.flatMap(sums => (sums ? [slice(flat(at(sums, k)), [0], [1])] : [])),
    ]),
  );
  const sum = total(joined);
  const sizes = shared.filter((_, index) => !isLarge(index)).map(({ size }) => size);
  const rest = sum.size - sizes.reduce((all, size) => all + size, 0);
  const parts = split(sum, [...sizes, rest]);
  const end = at(parts, sizes.length);
  // 0, once all pieces are summed up.
  const done = sub(slice(end, [0], [1]), slice(end, [0], [1]));
  let next = 0;
  const gradients = shared.map(({ shape }, index) => {
    const sums = large[index];
    return sums ? add(at(sums, count - 1), done) : reshape(at(parts, next++), shape);
  });
  return withGradient(shared, () => ({
    value: reshape(slice(end, [0], [1]), []),
    saved: gradients,
    gradient: (dy, saved) => saved.map(gradient => mul(gradient, dy)),
  }));
}

/** Of two values that it can compute next, the runtime takes the one that was made later. */
function lastFirst<Value>(count: number, make: (k: number) => Value): Value[] {
  const values: Value[] = [];
  for (let k = count - 1; k >= 0; k--) values.unshift(make(k));
  return values;
}

/** Sums of the gradients of one tensor over pieces 0 … k. */
function running(made: readonly { readonly grads: Tensor[] }[], index: number): Tensor[] {
  const sums: Tensor[] = [];
  made.forEach(({ grads }, k) => {
    const own = at(grads, index);
    sums.push(k === 0 ? own : add(at(sums, k - 1), own));
  });
  return sums;
}

function flat(tensor: Tensor): Tensor {
  return reshape(tensor, [tensor.size]);
}
