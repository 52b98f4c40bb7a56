import { badInput } from '../base/errors.js';
import { DAY_MS } from '../base/time.js';

/**
 * How often user embeddings are recomputed and how late they arrive. In (x, x + refresh], x = t + j ·
 * refresh, an action is served by the embedding of the actions up to x − delay. Once never refreshes;
 * realtime reads the actions strictly before the one it serves.
 */
export interface Cadence {
  readonly name: string;
  /** Infinity for once, 0 for realtime. */
  readonly refreshMs: number;
  readonly delayMs: number;
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/** One embedding at t for the whole window. */
export const ONCE: Cadence = { name: 'once', refreshMs: Number.POSITIVE_INFINITY, delayMs: 0 };

/** Spec §6: daily embeds the actions up to x − 1 d, so on day 1 it is older than once. */
const NAMED: Readonly<Record<string, Cadence>> = {
  once: ONCE,
  daily: { name: 'daily', refreshMs: DAY_MS, delayMs: DAY_MS },
  realtime: { name: 'realtime', refreshMs: 0, delayMs: 0 },
};

/** The cadences of the paper's Table 2. */
export const DEFAULT_CADENCES = 'once,daily,realtime';

/**
 * Parses `once,daily,realtime,6h,6h+1d` (every 6 hours, one day late; units s m h d w). Names keep their
 * order, a repeated one counts once. BAD_INPUT names what cannot be read.
 */
export function parseCadences(text: string): Cadence[] {
  const cadences = new Map<string, Cadence>();
  for (const part of text.split(',')) {
    const cadence = parseCadence(part.trim());
    cadences.set(cadence.name, cadence);
  }
  return [...cadences.values()];
}

function parseCadence(text: string): Cadence {
  const named = NAMED[text];
  if (named) return named;
  const match = /^(\d+(?:\.\d+)?)([smhdw])(?:\+(\d+(?:\.\d+)?)([smhdw]))?$/.exec(text);
  const refreshMs = match ? Math.round(Number(match[1]) * UNITS[match[2] ?? '']!) : 0;
  const delayMs = match?.[3] ? Math.round(Number(match[3]) * UNITS[match[4] ?? '']!) : 0;
  if (!match || refreshMs <= 0)
    throw badInput(`"${text}" is not a cadence.`, {
      where: 'cadences',
      remedy: `Write ${inWords(text)}once, daily, realtime, or an interval and a delay such as 6h or 6h+1d.`,
    });
  return { name: text, refreshMs, delayMs };
}

/** How an interval that was written as a word is meant to be; daily has a delay of its own already. */
function inWords(text: string): string {
  const [, word = '', delay = ''] = /^([a-z]+)(\+\d+(?:\.\d+)?[smhdw])?$/.exec(text) ?? [];
  const interval = { hourly: '1h', daily: '1d', weekly: '1w' }[word];
  if (interval === undefined) return '';
  return `${interval}${delay}${word === 'daily' ? ' (daily alone is 1d+1d)' : ''}; or `;
}

/** Up to when actions are read: inclusively for a refresh, strictly before for realtime. */
export interface ServedMoment {
  readonly atMs: number;
  readonly inclusive: boolean;
}

/** The state that serves an action at `actionMs` > `trainedMs` (t). Whole milliseconds. */
export function servedMoment(cadence: Cadence, trainedMs: number, actionMs: number): ServedMoment {
  if (cadence.refreshMs === 0) return { atMs: actionMs, inclusive: false };
  if (cadence.refreshMs === Number.POSITIVE_INFINITY)
    return { atMs: trainedMs - cadence.delayMs, inclusive: true };
  const refresh = Math.floor((actionMs - trainedMs - 1) / cadence.refreshMs);
  return { atMs: trainedMs + refresh * cadence.refreshMs - cadence.delayMs, inclusive: true };
}

/** The earliest state that any of the cadences serves: t − 1 d when daily is among them. */
export function earliestMoment(cadences: readonly Cadence[], trainedMs: number): number {
  return cadences.reduce((least, { delayMs }) => Math.min(least, trainedMs - delayMs), trainedMs);
}

/** Mean age of a state when it serves, over long windows: orders cadences from stale to fresh. */
export function meanStalenessMs(cadence: Cadence): number {
  return cadence.refreshMs / 2 + cadence.delayMs;
}

/** From the stalest to the freshest. */
export function fromStaleToFresh(cadences: readonly Cadence[]): Cadence[] {
  return [...cadences].sort((a, b) => meanStalenessMs(b) - meanStalenessMs(a));
}
