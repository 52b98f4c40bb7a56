/**
 * Colour of an attention weight: a square root scale, cut at a stated maximum, so that small weights stay
 * visible and one large one does not darken the rest.
 */
export const ATTENTION_CUT = 0.12;

/** Steps of the scale, 0 … 255. */
export function attentionStep(weight: number): number {
  return Math.round(Math.sqrt(Math.min(1, Math.max(0, weight / ATTENTION_CUT))) * 255);
}

export type Rgb = readonly [number, number, number];

/** 256 colours between the given ones, as bytes RGB RGB …; the stops are equally far apart. */
export function colorRamp(stops: readonly Rgb[]): Uint8ClampedArray {
  const ramp = new Uint8ClampedArray(256 * 3);
  for (let i = 0; i < 256; i++) {
    const place = (i / 255) * (stops.length - 1);
    const low = Math.min(stops.length - 2, Math.floor(place));
    const share = place - low;
    for (let c = 0; c < 3; c++)
      ramp[i * 3 + c] = (stops[low]?.[c] ?? 0) * (1 - share) + (stops[low + 1]?.[c] ?? 0) * share;
  }
  return ramp;
}
