import { DAY_MS } from './day.js';

/** Actions a bin of whole days; bins are of equal length and begin at a midnight. */
export interface MinimapBins {
  readonly fromMs: number;
  readonly binMs: number;
  readonly counts: Uint32Array;
  readonly most: number;
}

/** One bin a day, or as many whole days a bin as keep it within `mostBins`. Empty without actions. */
export function minimapBins(atMs: Float64Array, mostBins: number): MinimapBins {
  const first = atMs[0];
  const last = atMs[atMs.length - 1];
  if (first === undefined || last === undefined)
    return { fromMs: 0, binMs: DAY_MS, counts: new Uint32Array(0), most: 0 };
  const fromMs = Math.floor(first / DAY_MS) * DAY_MS;
  const days = Math.floor((last - fromMs) / DAY_MS) + 1;
  const binMs = Math.ceil(days / Math.max(1, mostBins)) * DAY_MS;
  const counts = new Uint32Array(Math.floor((last - fromMs) / binMs) + 1);
  for (const at of atMs) counts[Math.floor((at - fromMs) / binMs)]!++;
  return { fromMs, binMs, counts, most: counts.reduce((a, b) => Math.max(a, b), 0) };
}
