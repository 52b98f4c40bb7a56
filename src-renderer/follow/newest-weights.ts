import type { AttentionView } from '../../src-main/contract/moment.js';

/** What the newest action attends to under a head, a layer's mean (head null) or the mean of all. */
export function newestWeights(
  {
    layers,
    heads,
    sequence,
    newest,
  }: Pick<AttentionView, 'layers' | 'heads' | 'sequence' | 'newest'>,
  layer: number | null,
  head: number | null,
): Float32Array {
  const count = sequence.length;
  const mean = new Float32Array(count);
  let rows = 0;
  for (let l = 0; l < layers; l++)
    for (let h = 0; h < heads; h++) {
      if ((layer !== null && layer !== l) || (head !== null && head !== h)) continue;
      rows += 1;
      for (let i = 0; i < count; i++) mean[i]! += newest[(l * heads + h) * count + i]!;
    }
  return rows > 1 ? mean.map(weight => weight / rows) : mean;
}
