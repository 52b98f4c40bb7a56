import type { MapView } from './map-view.js';
import { CHOSEN, HIDDEN, OPACITY, pointSize } from './point-layer.js';
import type { Rgb } from './token-colours.js';

export interface MapPoints {
  /** [n, 2] on the plane. */
  readonly points: Float32Array;
  /** Colours from 0 to 9. */
  readonly slots: Uint8Array;
  /** HIDDEN … CHOSEN. */
  readonly shades: Uint8Array;
}

/** Points that are drawn while the map moves, about. */
export const MOVING_POINTS = 60_000;
/** Points that say how many are in sight. */
const LOOKED = 4000;
/** Shares in an octave: a map that moves a little keeps its points. */
const STEPS = 4;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The picture of `PointLayer` without a graphics card, on the processor: of a map at rest all points, of one
 * that moves an even share, at no more than one dot a pixel of the page.
 */
export function drawByProcessor(
  canvas: HTMLCanvasElement,
  view: MapView,
  points: MapPoints,
  colours: readonly Rgb[],
  { ratio: full, moving }: { readonly ratio: number; readonly moving: boolean },
): void {
  const share = moving ? shareInSight(points, view, MOVING_POINTS) : 1;
  const ratio = moving ? Math.min(1, full) : full;
  const width = Math.round(view.width * ratio);
  const height = Math.round(view.height * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const pixels = rasterPoints(points, view, colours, ratio, share);
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
}

/** The share of points, a fourth of an octave or a multiple, that leaves about `most` of those in sight, judged by a spread. */
export function shareInSight({ points, shades }: MapPoints, view: MapView, most: number): number {
  const [wide, high] = [view.width / 2 / view.scale, view.height / 2 / view.scale];
  const count = shades.length;
  const looked = Math.min(count, LOOKED);
  let seen = 0;
  for (let i = 0; i < looked; i++) {
    const row = count === looked ? i : Math.floor(((i * GOLDEN) % 1) * count);
    if (shades[row] === HIDDEN) continue;
    const [x, y] = [points[2 * row]! - view.x, points[2 * row + 1]! - view.y];
    if (Math.abs(x) <= wide && Math.abs(y) <= high) seen++;
  }
  const share = (most * looked) / (seen * count);
  return share >= 1 ? 1 : 2 ** (Math.floor(Math.log2(share) * STEPS) / STEPS);
}

/**
 * RGBA of the view at device pixels, not premultiplied, points laid over one another in their order. A point
 * is a disc around the middle of the pixel it falls into; one that falls outside of the view leaves nothing.
 * Of a `share` below 1 the same rows are drawn at every view, spread evenly over their order, each as dark as
 * those it stands for would be together.
 */
export function rasterPoints(
  { points, slots, shades }: MapPoints,
  view: MapView,
  colours: readonly Rgb[],
  ratio: number,
  share = 1,
): Uint8ClampedArray<ArrayBuffer> {
  const width = Math.round(view.width * ratio);
  const height = Math.round(view.height * ratio);
  const { sum, touched } = plateOf(width * height);
  let reached = 0;
  const size = pointSize(slots.length, view) * ratio;
  const [disc, largeDisc] = [discOf(size), discOf(size * 1.35)];
  const tints = Float32Array.from(colours.flat());
  const scale = view.scale * ratio;
  const left = width / 2 - view.x * scale;
  const top = height / 2 + view.y * scale;
  const opacity = OPACITY.map(alpha => 1 - (1 - alpha) ** (1 / share));
  const rows = share < 1 ? rowsOfShare(slots.length, share) : null;
  const count = rows?.length ?? slots.length;
  for (let i = 0; i < count; i++) {
    const row = rows === null ? i : rows[i]!;
    const shade = shades[row]!;
    if (shade === HIDDEN) continue;
    const x = Math.floor(left + points[2 * row]! * scale);
    const y = Math.floor(top - points[2 * row + 1]! * scale);
    if (x < 0 || x >= width || y < 0 || y >= height) continue;
    const tint = 3 * slots[row]!;
    const { right, down, cover } = shade === CHOSEN ? largeDisc : disc;
    for (let dot = 0; dot < cover.length; dot++) {
      const px = x + right[dot]!;
      const py = y + down[dot]!;
      if (px < 0 || px >= width || py < 0 || py >= height) continue;
      const alpha = opacity[shade]! * cover[dot]!;
      const rest = 1 - alpha;
      const at = 4 * (py * width + px);
      if (sum[at + 3] === 0) touched[reached++] = at;
      sum[at] = sum[at]! * rest + alpha * tints[tint]!;
      sum[at + 1] = sum[at + 1]! * rest + alpha * tints[tint + 1]!;
      sum[at + 2] = sum[at + 2]! * rest + alpha * tints[tint + 2]!;
      sum[at + 3] = sum[at + 3]! * rest + alpha;
    }
  }
  return straightBytes(sum, touched.subarray(0, reached));
}

let kept = { count: 0, share: 1, rows: new Uint32Array() };

/** The rows of a share, ascending; the last are remembered, since a moved map asks for them again. */
function rowsOfShare(count: number, share: number): Uint32Array {
  if (kept.count === count && kept.share === share) return kept.rows;
  const rows: number[] = [];
  // The fraction of row · golden ratio spreads evenly, and falls in step with no period of the rows.
  let phase = 0;
  for (let row = 0; row < count; row++) {
    if (phase < share) rows.push(row);
    phase += GOLDEN;
    if (phase >= 1) phase -= 1;
  }
  kept = { count, share, rows: Uint32Array.from(rows) };
  return kept.rows;
}

/** Pixels around the middle one that a point covers, and how much of each. */
interface Disc {
  readonly right: Int8Array;
  readonly down: Int8Array;
  readonly cover: Float32Array;
}

/** A disc with a soft edge, as the shader has it; at least the middle pixel. */
function discOf(size: number): Disc {
  const reach = Math.floor(size / 2);
  const found: [number, number, number][] = [];
  for (let down = -reach; down <= reach; down++)
    for (let right = -reach; right <= reach; right++) {
      const away = (right ** 2 + down ** 2) / (size / 2) ** 2;
      const t = Math.min(1, Math.max(0, (away - 0.7) / 0.3));
      const cover = 1 - t * t * (3 - 2 * t);
      if (cover > 0) found.push([right, down, cover]);
    }
  return {
    right: Int8Array.from(found, ([right]) => right),
    down: Int8Array.from(found, ([, down]) => down),
    cover: Float32Array.from(found, ([, , cover]) => cover),
  };
}

/** Where points are summed up: taken again for the next picture, since fresh memory takes longer than the points. */
interface Plate {
  /** Premultiplied RGBA, all 0 between pictures. */
  readonly sum: Float32Array;
  /** Room for the places in `sum` of all pixels. */
  readonly touched: Uint32Array;
}

let plate: Plate = { sum: new Float32Array(), touched: new Uint32Array() };

function plateOf(pixels: number): Plate {
  if (plate.touched.length !== pixels)
    plate = { sum: new Float32Array(4 * pixels), touched: new Uint32Array(pixels) };
  return plate;
}

/** Straight bytes of the touched pixels, which are cleared. */
function straightBytes(
  premultiplied: Float32Array,
  touched: Uint32Array,
): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(premultiplied.length);
  for (const at of touched) {
    const alpha = premultiplied[at + 3]!;
    const factor = 255 / alpha;
    bytes[at] = premultiplied[at]! * factor;
    bytes[at + 1] = premultiplied[at + 1]! * factor;
    bytes[at + 2] = premultiplied[at + 2]! * factor;
    bytes[at + 3] = alpha * 255;
    premultiplied[at] = 0;
    premultiplied[at + 1] = 0;
    premultiplied[at + 2] = 0;
    premultiplied[at + 3] = 0;
  }
  return bytes;
}
