import {
  type Box,
  type LabelWish,
  type PlacedLabel,
  placeLabels,
  textWidth,
} from '../../charts/label-layout.js';

/** A cadence of a run in pixels, with the ends of its interval where that is drawn. */
export interface DrawnPoint {
  readonly cadence: string;
  readonly x: number;
  readonly y: number;
  readonly interval: readonly [high: number, low: number] | null;
}

export interface DrawnCurve {
  readonly run: string;
  /** By rising cost. */
  readonly points: readonly DrawnPoint[];
}

/** Pixels that a label keeps from the middle of a mark, of an interval and of a curve. */
const MARK = 5;
const INTERVAL = 4;
const CURVE = 1;
/** From the point it names. */
const DISTANCE = 7;

/**
 * Where names stand: a run's at its costliest loss, where there are several runs, a cadence's at the highest
 * of its points. All keep clear of marks and intervals, and of curves where there is room.
 */
export function costLabels(curves: readonly DrawnCurve[], within: Box): PlacedLabel[] {
  const points = curves.flatMap(curve => curve.points);
  const top = new Map<string, DrawnPoint>();
  for (const point of points) {
    const known = top.get(point.cadence);
    if (known === undefined || point.y < known.y) top.set(point.cadence, point);
  }
  const runs = curves.flatMap(({ run, points: [first] }) => (first ? [wish(run, first)] : []));
  const wishes = [
    ...(curves.length > 1 ? runs : []),
    ...[...top].map(([cadence, point]) => wish(cadence, point)),
  ];
  const marks = points.flatMap(({ x, y, interval }) => [
    around(x, y, y, MARK),
    ...(interval ? [around(x, ...interval, INTERVAL)] : []),
  ]);
  const lines = curves.flatMap(alongCurve);
  const place = (left: readonly LabelWish[], obstacles: readonly Box[]) =>
    placeLabels(left, within, { obstacles, distance: DISTANCE });
  const clear = place(wishes, [...marks, ...lines]);
  const rest = wishes.filter(({ text }) => !clear.some(label => label.text === text));
  return [...clear, ...place(rest, [...marks, ...clear.map(({ box }) => box)])];
}

function wish(text: string, { x, y }: DrawnPoint): LabelWish {
  return { text, x, y, width: textWidth(text) + 6, height: 13 };
}

function around(x: number, high: number, low: number, room: number): Box {
  return { x: x - room, y: high - room, width: 2 * room, height: low - high + 2 * room };
}

/** Small boxes along a curve's straight parts. */
function alongCurve({ points }: DrawnCurve): Box[] {
  const STEP = 6;
  return points.slice(1).flatMap((to, i) => {
    const from = points[i]!;
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / STEP);
    return Array.from({ length: steps }, (_, step) => {
      const y = from.y + ((to.y - from.y) * step) / steps;
      return around(from.x + ((to.x - from.x) * step) / steps, y, y, CURVE);
    });
  });
}
