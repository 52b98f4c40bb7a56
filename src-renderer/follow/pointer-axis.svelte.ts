import type { AxisView } from '../charts/axis-view.svelte.js';
import { Fingers, type Pinch } from '../charts/fingers.js';
import {
  elementOf,
  type Pointed,
  type PointerTold,
  pixelOfEvent,
  type WheelTold,
} from '../charts/pointed.js';
import { clipTo, positionUnder, type Sight } from '../charts/sight.js';

/** Pixels that the pointer may move within a click. */
const SLACK = 3;
/** Pixels beside the playhead that take hold of it; a finger covers more of them. */
const GRIP = 6;
const FINGER_GRIP = 16;

/** Where a pointer is: in pixels of the plot, and of the window. */
export interface PointedPlace {
  readonly x: number;
  readonly y: number;
  readonly window: { readonly x: number; readonly y: number };
}

export interface PointedAxis {
  readonly view: AxisView;
  readonly sight: Sight;
  /** Pixel of the playhead. */
  readonly playhead: number;
  readonly moveTo: (atMs: number) => void;
  /** Null while a button is held. */
  readonly point: (place: PointedPlace | null) => void;
  readonly click: (place: PointedPlace) => void;
}

function placeOf(event: Pointed): PointedPlace {
  const [x, y] = pixelOfEvent(event);
  return { x, y, window: { x: event.clientX, y: event.clientY } };
}

/**
 * Pointer and wheel on a plot over the shared axis: drag pans, on the playhead it scrubs; two fingers zoom
 * and pan; a click is passed on. The wheel zooms where the plot has the focus or with Ctrl (as a pinch does), else the page
 * scrolls on; sideways it pans.
 */
export class PointerAxis {
  /** True while the playhead is held. */
  scrubbing = $state(false);
  #last: number | null = null;
  #start = 0;
  #moved = false;
  readonly #fingers = new Fingers();
  readonly #on: () => PointedAxis;

  constructor(on: () => PointedAxis) {
    this.#on = on;
  }

  down = (event: PointerTold): void => {
    const { playhead, point } = this.#on();
    point(null);
    if (event.button !== 0) return;
    const { x, y } = placeOf(event);
    elementOf(event).setPointerCapture(event.pointerId);
    this.#fingers.down(event.pointerId, [x, y]);
    this.#start = x;
    this.#last = x;
    // A second finger means a pinch: what the first has begun is no click and no scrub.
    this.#moved = this.#fingers.pinching;
    const grip = event.pointerType === 'touch' ? FINGER_GRIP : GRIP;
    this.scrubbing = !this.#fingers.pinching && Math.abs(x - playhead) <= grip;
  };

  move = (event: PointerTold): void => {
    const { point } = this.#on();
    const place = placeOf(event);
    const pinch = this.#fingers.move(event.pointerId, [place.x, place.y]);
    if (pinch !== null) this.#pinch(pinch);
    else if (!this.#fingers.pinching) this.#drag(place.x);
    point(event.buttons === 0 ? place : null);
  };

  #drag(x: number): void {
    if (this.#last === null) return;
    const { view, sight, moveTo } = this.#on();
    if (Math.abs(x - this.#start) > SLACK) this.#moved = true;
    if (!this.#moved) return;
    if (this.scrubbing) moveTo(sight.axis.instant(positionUnder(sight, clipTo(sight.width, x))));
    else view.pan((this.#last - x) / sight.width);
    this.#last = x;
  }

  #pinch({ by, factor, about }: Pinch): void {
    const { view, sight } = this.#on();
    view.pan(-by[0] / sight.width);
    view.zoom(1 / factor, positionUnder(this.#on().sight, about[0]));
  }

  up = (event: PointerTold): void => {
    if (this.#last !== null && !this.#moved) this.#on().click(placeOf(event));
    this.cancel(event);
  };

  cancel = (event: PointerTold): void => {
    this.#fingers.up(event.pointerId);
    // The finger that stays after a pinch pans on.
    this.#last = this.#fingers.only?.[0] ?? null;
    this.scrubbing = false;
  };

  wheel = (event: WheelTold): void => {
    const { view, sight } = this.#on();
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
    const focused =
      elementOf(event).closest('[data-axis]')?.contains(document.activeElement) ?? false;
    if (!sideways && !focused && !event.ctrlKey) return;
    event.preventDefault();
    if (sideways) view.pan((event.deltaX || event.deltaY) / sight.width);
    else
      view.zoom(
        1.0015 ** (event.deltaY * (event.ctrlKey ? 4 : 1)),
        positionUnder(sight, placeOf(event).x),
      );
  };

  /**
   * Listens to the wheel on an element without being passive, so that it may keep the page still; and keeps
   * the focus that a press has given within the plot, which would pass to the cell around it.
   */
  attach = (element: HTMLElement): (() => void) => {
    const keepFocus = (event: MouseEvent) => event.preventDefault();
    element.addEventListener('wheel', this.wheel, { passive: false });
    element.addEventListener('mousedown', keepFocus);
    return () => {
      element.removeEventListener('wheel', this.wheel);
      element.removeEventListener('mousedown', keepFocus);
    };
  };
}
