import type { Rng } from '../../src-main/base/rng.js';
import { type HostArray, sizeOf } from '../../src-main/compute/program.js';
import type { OperatorInput } from './operator-table.js';

/** Elements for an input, as its kind asks. */
export function drawArray(input: OperatorInput, rng: Rng): HostArray {
  const size = sizeOf(input.shape);
  const { values } = input;
  if (values.kind === 'integers') {
    const span = values.high - values.low + 1;
    return Int32Array.from({ length: size }, () => values.low + rng.int(span));
  }
  if (values.kind === 'normal') return Float32Array.from({ length: size }, () => rng.normal());
  if (values.kind === 'positive')
    return Float32Array.from({ length: size }, () => 0.5 + 1.5 * rng.uniform());
  const steps = Array.from({ length: size }, (_, i) => (i >> 1) + 1);
  rng.shuffle(steps);
  return Float32Array.from(
    steps,
    (step, i) => (i % 2 ? -1 : 1) * 0.1 * step + 0.023 + 0.01 * rng.uniform(),
  );
}
