import type { EmbeddingInForce, Moment } from '../../src-main/contract/moment.js';
import { cadenceLook, intervalHours } from './cadence-mark.js';

/** The cadences of the paper, from the stalest to the freshest; views ask for these unless told otherwise. */
export const PAPER_CADENCES = ['once', 'daily', 'realtime'] as const;
export type PaperCadence = (typeof PAPER_CADENCES)[number];

/** What each cadence has in force; null for one whose first embedding comes later, or while that is not known. */
export function eachInForce(
  cadences: readonly string[],
  moment: Pick<Moment, 'inForce'> | null,
): readonly { readonly cadence: string; readonly found: EmbeddingInForce | null }[] {
  return cadences.map(cadence => ({
    cadence,
    found: moment?.inForce.find(embedding => embedding.cadence === cadence) ?? null,
  }));
}

const HOUR_MS = 3_600_000;

/** Colour token, for a canvas. */
export function cadenceToken(cadence: string): string {
  return cadenceLook(cadence).colour.replace(/^var\((.*)\)$/, '$1');
}

/** More times than this in a span are thinned evenly: they would stand closer than a plot can show. */
const MOST_TIMES = 2000;

/**
 * When a cadence computes an embedding within a span of time, counted from t (spec §6): once at t, an
 * interval at t and every refresh after and before it (as the engine serves instants before t, too),
 * realtime at every action.
 */
export function refreshTimes(
  cadence: string,
  trainedUntilMs: number,
  span: { readonly fromMs: number; readonly untilMs: number },
  actionsAtMs: Float64Array,
): number[] {
  const every = intervalHours(cadence) * HOUR_MS;
  const { fromMs, untilMs } = span;
  if (every === 0) return Array.from(actionsAtMs.filter(at => at >= fromMs && at <= untilMs));
  if (every === Number.POSITIVE_INFINITY)
    return trainedUntilMs >= fromMs && trainedUntilMs <= untilMs ? [trainedUntilMs] : [];
  const step = every * Math.max(1, Math.ceil((untilMs - fromMs) / every / MOST_TIMES));
  const times: number[] = [];
  const first = Math.ceil((fromMs - trainedUntilMs) / step);
  for (let at = trainedUntilMs + first * step; at <= untilMs; at += step) times.push(at);
  return times;
}
