/**
 * Of ascending pixels those that can be marked without touching, going out both ways from the first at or after an
 * anchor: a mark that stands on the anchor is kept. Those of equal place are one.
 */
export function spreadFrom(pixels: readonly number[], anchor: number, apart: number): number[] {
  const found = pixels.findIndex(pixel => pixel >= anchor);
  const from = found < 0 ? pixels.length : found;
  const after = thinned(pixels.slice(from), apart);
  const before = thinned(pixels.slice(0, from).reverse(), apart, after[0]);
  return [...before.reverse(), ...after];
}

/** The first, and each after it that keeps its distance to the one kept last. */
function thinned(pixels: readonly number[], apart: number, start?: number): number[] {
  const kept: number[] = [];
  let last = start;
  for (const pixel of pixels) {
    if (last !== undefined && Math.abs(pixel - last) < apart) continue;
    kept.push(pixel);
    last = pixel;
  }
  return kept;
}
