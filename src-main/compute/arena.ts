import { sizeOf, type TensorSpec } from './program.js';

/** Values of a program that add up to more have blocks so large that their allocation costs little. */
const MOST_BYTES = 3e9;

/**
 * Whether a program's sessions keep their memory between runs: an arena saves a small program some 5 % of
 * its time. A large program's stages would each keep their own, and together hold what only one of them
 * needs at a time; its memory goes back to the system's allocator instead. `types` are of all its values.
 */
export function keepsArena(types: ReadonlyMap<string, Pick<TensorSpec, 'shape'>>): boolean {
  let bytes = 0;
  for (const { shape } of types.values()) bytes += 4 * sizeOf(shape);
  return bytes <= MOST_BYTES;
}
