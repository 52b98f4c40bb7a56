import { DAY_MS } from './day.js';

/** The cadences of the paper, from the stalest to the freshest; views ask for these unless told otherwise. */
export const PAPER_CADENCES: readonly string[] = ['once', 'daily', 'realtime'];

/** Fill of the marker: how fresh, without colour. */
export function freshness(cadence: string): 'hollow' | 'half' | 'solid' {
  if (cadence === 'once') return 'hollow';
  return cadence === 'realtime' ? 'solid' : 'half';
}

/** Colour token; intervals share daily's, their name tells them apart. */
export function cadenceToken(cadence: string): string {
  if (cadence === 'once') return '--once';
  return cadence === 'realtime' ? '--realtime' : '--daily';
}

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/** Milliseconds between refreshes: Infinity for once, 0 for realtime and for a word that is no cadence. */
export function refreshMs(cadence: string): number {
  if (cadence === 'once') return Number.POSITIVE_INFINITY;
  if (cadence === 'daily') return DAY_MS;
  const match = /^(\d+(?:\.\d+)?)([smhdw])/.exec(cadence);
  return match ? Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? 0) : 0;
}

/**
 * When a cadence computes an embedding within a span of time, counted from t (spec §6): once at t, an
 * interval at t, t + refresh …, realtime at every action.
 */
export function refreshTimes(
  cadence: string,
  trainedUntilMs: number,
  span: { readonly fromMs: number; readonly untilMs: number },
  actionsAtMs: Float64Array,
): number[] {
  const every = refreshMs(cadence);
  const { fromMs, untilMs } = span;
  if (every === 0) return Array.from(actionsAtMs.filter(at => at >= fromMs && at <= untilMs));
  if (every === Number.POSITIVE_INFINITY)
    return trainedUntilMs >= fromMs && trainedUntilMs <= untilMs ? [trainedUntilMs] : [];
  const times: number[] = [];
  const first = Math.max(0, Math.ceil((fromMs - trainedUntilMs) / every));
  for (let at = trainedUntilMs + first * every; at <= untilMs; at += every) times.push(at);
  return times;
}
