import { age, DAY_MS } from '../../charts/day.js';
import type { Session } from '../../charts/sessions.js';
import { clipTo, pixelAt, type Sight } from '../../charts/sight.js';

export interface Silence {
  /** Middle of what is in sight of it. */
  readonly x: number;
  readonly text: string;
}

/** Pixels that a length takes. */
const TEXT = 46;

/** Silences of a day or more between sessions, where their length fits. */
export function silencesOf(
  sessions: readonly Session[],
  atMs: Float64Array,
  sight: Sight,
): Silence[] {
  return sessions.slice(1).flatMap((session, before) => {
    const from = atMs[sessions[before]!.last]!;
    const until = atMs[session.first]!;
    if (until - from < DAY_MS) return [];
    const left = clipTo(sight.width, pixelAt(sight, from));
    const right = clipTo(sight.width, pixelAt(sight, until));
    return right - left > TEXT ? { x: (left + right) / 2, text: age(until - from) } : [];
  });
}
