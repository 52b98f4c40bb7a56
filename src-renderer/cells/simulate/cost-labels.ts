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
 * Where names stand: a cadence's at the highest of its points, then a run's, where there are several runs, at
 * its costliest loss or else at the next point with room. All keep clear of marks and intervals, and of curves
 * where that can be.
 */
export function costLabels(curves: readonly DrawnCurve[], within: Box): PlacedLabel[] {
  const points = curves.flatMap(curve => curve.points);
  const top = new Map<string, DrawnPoint>();
  for (const point of points) {
    const known = top.get(point.cadence);
    if (known === undefined || point.y < known.y) top.set(point.cadence, point);
  }
  const marks = points.flatMap(({ x, y, interval }) => [
    around(x, y, y, MARK),
    ...(interval ? [around(x, ...interval, INTERVAL)] : []),
  ]);
  const lines = curves.flatMap(alongCurve);
  const placed: PlacedLabel[] = [];
  /** At the first of the points where it fits; a curve is in the way only as long as there is another place. */
  const place = (text: string, at: readonly DrawnPoint[]) => {
    const others = placed.map(({ box }) => box);
    for (const obstacles of [
      [...marks, ...others, ...lines],
      [...marks, ...others],
    ])
      for (const point of at) {
        const wished = [wish(text, point)];
        const [label] = placeLabels(wished, within, { obstacles, distance: DISTANCE });
        if (label) return void placed.push(label);
      }
  };
  for (const [cadence, point] of top) place(cadence, [point]);
  if (curves.length > 1) for (const curve of curves) place(curve.run, curve.points);
  return placed;
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
