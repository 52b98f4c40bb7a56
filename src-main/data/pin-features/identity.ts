import { Rng } from '../../base/rng.js';
import type { PinVectors } from './co-engagement.js';

export interface IdentityOptions {
  /** Width of the part that is appended; 0 appends nothing. */
  readonly width: number;
  /** Pins that stood in the catalogue at the end of training time: all of them become known. */
  readonly stood: (pin: number) => boolean;
  readonly seed: number;
}

/**
 * Appends to every pin a random direction of its own, of the same length as its vector, and scales the
 * whole to length 1. Pins of a small corpus that are engaged with by the same few users have nearly
 * equal co-engagement vectors, so that a model cannot tell which of them a user keeps coming back to;
 * random directions of `width` dimensions are orthogonal up to 1/√width and tell them apart. A pin that
 * nobody in training engaged with is known by its direction alone. Reads no action.
 */
export function appendIdentity(vectors: PinVectors, options: IdentityOptions): PinVectors {
  const { width, stood, seed } = options;
  if (width === 0) return vectors;
  const count = vectors.known.length;
  const given = count === 0 ? 0 : vectors.values.length / count;
  const values = new Float32Array(count * (given + width));
  const known = vectors.known.slice();
  const direction = new Float64Array(width);
  for (let pin = 0; pin < count; pin++) {
    if (known[pin] !== 1 && !stood(pin)) continue;
    const rng = Rng.derive(seed, 'pinIdentity', pin);
    let square = 0;
    for (let k = 0; k < width; k++) {
      direction[k] = rng.normal();
      square += direction[k]! ** 2;
    }
    const row = pin * (given + width);
    const share = known[pin] === 1 ? Math.SQRT1_2 : 1;
    for (let k = 0; k < given; k++) values[row + k] = share * vectors.values[pin * given + k]!;
    for (let k = 0; k < width; k++)
      values[row + given + k] = (share * direction[k]!) / Math.sqrt(square);
    known[pin] = 1;
  }
  return { values, known };
}
