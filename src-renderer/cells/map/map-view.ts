/** What of the plane is seen: the point in the middle, and pixels a unit; y points up on the plane. */
export interface MapView {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly width: number;
  readonly height: number;
}

export type Point = readonly [number, number];

/** All of the plane, −1 … 1 both ways, with a little room. */
export function fitView(width: number, height: number): MapView {
  return { x: 0, y: 0, scale: (Math.min(width, height) / 2) * 0.94, width, height };
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
