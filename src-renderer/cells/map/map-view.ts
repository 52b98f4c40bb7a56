/** What of the plane is seen: the point in the middle, and pixels a unit; y points up on the plane. */
export interface MapView {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly width: number;
  readonly height: number;
}

export type Point = readonly [number, number];

/** A part of the plane. */
export interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

const WHOLE: Bounds = { left: -1, right: 1, low: -1, high: 1 };

/** A part of the plane with a little room around it; without one −1 … 1 both ways. */
export function fitView(width: number, height: number, bounds: Bounds = WHOLE): MapView {
  const { left, right, low, high } = bounds;
  const scale = Math.min(width / (right - left), height / (high - low)) * 0.94;
  return { x: (left + right) / 2, y: (low + high) / 2, scale, width, height };
}

/** Points that say where a map lies; more are not looked at. */
const LOOKED = 20_000;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Share of points left out at each side: a few strays would make all others small. */
const STRAYS = 0.002;

/** Where the first `count` of [n, 2] points lie; the whole plane when they have no extent. */
export function boundsOf(points: Float32Array, count: number): Bounds {
  const looked = Math.min(count, LOOKED);
  const sorted = (axis: 0 | 1) =>
    Float32Array.from({ length: looked }, (_, i) => points[2 * place(i) + axis]!).sort();
  const [x, y] = [sorted(0), sorted(1)];
  const end = Math.floor(x.length * STRAYS);
  const bounds = {
    left: x[end] ?? 0,
    right: x[x.length - 1 - end] ?? 0,
    low: y[end] ?? 0,
    high: y[y.length - 1 - end] ?? 0,
  };
  return bounds.right > bounds.left && bounds.high > bounds.low ? bounds : WHOLE;

  /** All of few; of many a spread that falls in step with no period of theirs. */
  function place(i: number): number {
    return count === looked ? i : Math.floor(((i * GOLDEN) % 1) * count);
  }
}

export function toPixel(view: MapView, [x, y]: Point): Point {
  return [view.width / 2 + (x - view.x) * view.scale, view.height / 2 - (y - view.y) * view.scale];
}

export function toPlane(view: MapView, [left, top]: Point): Point {
  return [
    view.x + (left - view.width / 2) / view.scale,
    view.y - (top - view.height / 2) / view.scale,
  ];
}

const LEAST_ZOOM = 0.5;
const MOST_ZOOM = 400;

/** Zooms by a factor so that the plane stays put under a pixel. */
export function zoomAt(view: MapView, factor: number, pixel: Point): MapView {
  const whole = fitView(view.width, view.height).scale;
  const wanted = view.scale * factor;
  const scale = Math.max(whole * LEAST_ZOOM, Math.min(whole * MOST_ZOOM, wanted));
  const [x, y] = toPlane(view, pixel);
  return {
    ...view,
    scale,
    x: x - (pixel[0] - view.width / 2) / scale,
    y: y + (pixel[1] - view.height / 2) / scale,
  };
}

/** Moves the plane by pixels, as a drag does. */
export function panBy(view: MapView, right: number, down: number): MapView {
  return { ...view, x: view.x - right / view.scale, y: view.y + down / view.scale };
}

/** The same part of the plane in another size. */
export function resize(view: MapView, width: number, height: number): MapView {
  const zoom = view.scale / fitView(view.width, view.height).scale;
  return { ...view, width, height, scale: fitView(width, height).scale * zoom };
}
