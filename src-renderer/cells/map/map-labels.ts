import { type PlacedLabel, placeLabels, textWidth } from '../../charts/label-layout.js';
import { day } from '../../widgets/format.js';
import { type MapView, type Point, toPixel } from './map-view.js';
import type { DayPoint } from './user-path.js';

/** A day of the user on the map, in pixels. */
export interface PlacedDay {
  readonly dayMs: number;
  readonly actions: number;
  readonly at: Point;
}

export function placeDays(view: MapView, path: readonly DayPoint[]): PlacedDay[] {
  return path.map(({ dayMs, actions, x, y }) => ({ dayMs, actions, at: toPixel(view, [x, y]) }));
}

/** Pixels that no text comes closer to the border than. */
const MARGIN = 2;

const within = ({ width, height }: MapView) => ({
  x: MARGIN,
  y: MARGIN,
  width: width - 2 * MARGIN,
  height: height - 2 * MARGIN,
});

/** Dates of the newest and the oldest day, where there are two or more. */
export function placeDates(view: MapView, days: readonly PlacedDay[]): PlacedLabel[] {
  if (days.length < 2) return [];
  const wishes = [days.at(-1)!, days[0]!].map(({ dayMs, at: [x, y] }) => {
    const text = day(dayMs).replace(/ \d{4}$/, '');
    return { text, x, y, width: textWidth(text) + 8, height: 14 };
  });
  return placeLabels(wishes, within(view), { distance: 7 });
}

/** Names of clusters at their middles; they make room for the dates. */
export function placeNames(
  view: MapView,
  middles: readonly { readonly name: string; readonly x: number; readonly y: number }[],
  dates: readonly PlacedLabel[],
): PlacedLabel[] {
  const wishes = middles.map(({ name, x: right, y: up }) => {
    const [x, y] = toPixel(view, [right, up]);
    return { text: name, x, y, width: textWidth(name) + 6, height: 16 };
  });
  const obstacles = dates.map(({ box }) => box);
  return placeLabels(wishes, within(view), { obstacles, centred: true, distance: 10 });
}
