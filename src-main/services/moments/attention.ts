import { badInput } from '../../base/errors.js';
import type { AttentionView, MomentRequest } from '../../contract/moment.js';
import type { Serving } from '../serving/serving.js';
import { type Asking, before } from './asking.js';

/**
 * What the sequence attends to at an instant, of one layer and head or the mean over them. BAD_INPUT for a
 * layer or head that the model has not.
 */
export async function attentionOf(
  serving: Serving,
  request: MomentRequest & { readonly layer: number | null; readonly head: number | null },
  asking: Asking,
): Promise<AttentionView> {
  const { run, user, atMs, layer, head } = request;
  const found = await serving.attentionAt({ run, user, atMs: before(atMs) }, asking);
  const { layers, heads, count, weights, sequence } = found;
  checkPlace('layer', layer, layers);
  checkPlace('head', head, heads);
  return {
    layers,
    heads,
    sequence,
    newest: newestRows(weights, layers * heads, count),
    matrix: meanMatrix(weights, { layers, heads, count }, layer, head),
  };
}

function checkPlace(what: 'layer' | 'head', asked: number | null, count: number): void {
  if (asked === null || asked < count) return;
  throw badInput(`the model has no ${what} ${asked}.`, {
    where: what,
    remedy: `It has ${count}, counted from 0.`,
  });
}

/** [L, h, count, count] to its last rows, [L, h, count]. */
function newestRows(weights: Float32Array, matrices: number, count: number): Float32Array {
  const rows = new Float32Array(matrices * count);
  for (let m = 0; m < matrices; m++) {
    const last = (m * count + count - 1) * count;
    rows.set(weights.subarray(last, last + count), m * count);
  }
  return rows;
}

/** Mean over the layers and heads asked for, [count, count]; null stands for all. */
function meanMatrix(
  weights: Float32Array,
  { layers, heads, count }: { layers: number; heads: number; count: number },
  layer: number | null,
  head: number | null,
): Float32Array {
  const size = count * count;
  const mean = new Float32Array(size);
  const inRange = (asked: number | null, each: number) => asked === null || asked === each;
  let taken = 0;
  for (let l = 0; l < layers; l++)
    for (let h = 0; h < heads; h++) {
      if (!inRange(layer, l) || !inRange(head, h)) continue;
      taken++;
      const first = (l * heads + h) * size;
      for (let i = 0; i < size; i++) mean[i]! += weights[first + i]!;
    }
  if (taken > 1) for (let i = 0; i < size; i++) mean[i]! /= taken;
  return mean;
}
