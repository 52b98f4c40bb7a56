import type { UserTimeline } from '../../../src-main/contract/moment.js';
import type { MapOutput } from '../../../src-main/contract/outputs.js';

const DAY_MS = 86_400_000;

/** Where a user's actions of one UTC day lie on the map: the mean of the pins acted on. */
export interface DayPoint {
  readonly dayMs: number;
  readonly x: number;
  readonly y: number;
  readonly actions: number;
}

/** One point a day with an action on a pin of the map, oldest first; at most the newest `most` days. */
export function userPath(
  timeline: UserTimeline,
  { pin, points }: MapOutput,
  most = 28,
): DayPoint[] {
  const rowOf = new Map<number, number>();
  for (let row = 0; row < pin.length; row++) rowOf.set(pin[row]!, row);
  const days = new Map<number, { x: number; y: number; actions: number }>();
  timeline.pin.forEach((own, action) => {
    const row = rowOf.get(own);
    if (row === undefined) return;
    const day = Math.floor(timeline.atMs[action]! / DAY_MS) * DAY_MS;
    const sum = days.get(day) ?? { x: 0, y: 0, actions: 0 };
    sum.x += points[2 * row]!;
    sum.y += points[2 * row + 1]!;
    sum.actions++;
    days.set(day, sum);
  });
  return [...days]
    .sort(([a], [b]) => a - b)
    .slice(-most)
    .map(([dayMs, { x, y, actions }]) => ({ dayMs, x: x / actions, y: y / actions, actions }));
}
