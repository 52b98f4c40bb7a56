import type { Point } from './map-view.js';

/**
 * Rows of [n, 2] points within a closed polygon by the even-odd rule; `shown` limits them to its rows of
 * 1. Fewer than three corners hold nothing.
 */
export function pointsInPolygon(
  points: Float32Array,
  polygon: readonly Point[],
  shown?: Uint8Array,
): number[] {
  if (polygon.length < 3) return [];
  const left = Math.min(...polygon.map(([x]) => x));
  const right = Math.max(...polygon.map(([x]) => x));
  const low = Math.min(...polygon.map(([, y]) => y));
  const high = Math.max(...polygon.map(([, y]) => y));
  const rows: number[] = [];
  for (let row = 0; row < points.length / 2; row++) {
    if (shown !== undefined && shown[row] === 0) continue;
    const x = points[2 * row]!;
    const y = points[2 * row + 1]!;
    if (x < left || x > right || y < low || y > high) continue;
    if (isInside(x, y, polygon)) rows.push(row);
  }
  return rows;
}

function isInside(x: number, y: number, polygon: readonly Point[]): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [ax, ay] = polygon[i]!;
    const [bx, by] = polygon[j]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Row of the nearest point within a distance on the plane; −1 of none. */
export function nearestPoint(
  points: Float32Array,
  [x, y]: Point,
  within: number,
  shown?: Uint8Array,
): number {
  let best = -1;
  let least = within * within;
  for (let row = 0; row < points.length / 2; row++) {
    if (shown !== undefined && shown[row] === 0) continue;
    const away = (points[2 * row]! - x) ** 2 + (points[2 * row + 1]! - y) ** 2;
    if (away <= least) {
      least = away;
      best = row;
    }
  }
  return best;
}
