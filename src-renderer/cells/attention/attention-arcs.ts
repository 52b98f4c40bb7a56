import type { AttendedKey } from './attention-rows.js';

export interface Arc {
  readonly d: string;
  readonly width: number;
  readonly key: AttendedKey;
}

/** Arcs of this many keys: more would be a blur. */
export const MOST_ARCS = 14;

/**
 * Arcs from the newest action to its keys, over a baseline at `base`; the wider apart, the higher, at most
 * `height`. Widths grow with the weight. Keys out of sight have none.
 */
export function attentionArcs(
  keys: readonly AttendedKey[],
  xOf: (action: number) => number,
  newestX: number,
  place: { readonly base: number; readonly height: number; readonly width: number },
): Arc[] {
  const most = Math.max(...keys.map(({ weight }) => weight), 1e-9);
  return keys.flatMap(key => {
    const x = xOf(key.action);
    if (x < 0 || x > place.width || Math.abs(newestX - x) < 0.5) return [];
    const rise = Math.min(place.height, 10 + Math.abs(newestX - x) * 0.32) * (4 / 3);
    const lean = (newestX - x) * 0.12;
    const [a, b] = [x.toFixed(1), newestX.toFixed(1)];
    const top = (place.base - rise).toFixed(1);
    return {
      d: `M${a} ${place.base}C${(x + lean).toFixed(1)} ${top} ${(newestX - lean).toFixed(1)} ${top} ${b} ${place.base}`,
      width: 0.8 + 1.8 * (key.weight / most),
      key,
    };
  });
}
