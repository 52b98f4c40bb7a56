type Point = readonly [number, number];

/** What two fingers ask for since they last moved, in pixels: first the shift, then the zoom about their middle. */
export interface Pinch {
  readonly by: Point;
  /** Above 1 the fingers have parted. */
  readonly factor: number;
  readonly about: Point;
}

/** Nearer to one another than this, fingers jitter more than they pinch. */
const LEAST_APART = 12;

/** The fingers on a plot by the ids of their pointers; the first two pinch, others are left alone. */
export class Fingers {
  readonly #at = new Map<number, Point>();

  get pinching(): boolean {
    return this.#at.size > 1;
  }

  /** Where the finger is, if there is one alone. */
  get only(): Point | null {
    const [at, ...others] = this.#at.values();
    return at !== undefined && others.length === 0 ? at : null;
  }

  down(id: number, at: Point): void {
    this.#at.set(id, at);
  }

  /** Null unless the finger is one of two that pinch. */
  move(id: number, to: Point): Pinch | null {
    if (!this.#at.has(id)) return null;
    const before = this.#pair();
    this.#at.set(id, to);
    const after = this.#pair();
    if (before === null || after === null) return null;
    const [[x0, y0], [x1, y1]] = [middle(before), middle(after)];
    const [was, is] = [apart(before), apart(after)];
    return { by: [x1 - x0, y1 - y0], factor: is / was, about: [x1, y1] };
  }

  up(id: number): void {
    this.#at.delete(id);
  }

  #pair(): readonly [Point, Point] | null {
    const [a, b] = this.#at.values();
    return a !== undefined && b !== undefined ? [a, b] : null;
  }
}

function middle([a, b]: readonly [Point, Point]): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function apart([a, b]: readonly [Point, Point]): number {
  return Math.max(LEAST_APART, Math.hypot(a[0] - b[0], a[1] - b[1]));
}
