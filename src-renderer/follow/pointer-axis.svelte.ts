import type { AxisView } from '../charts/axis-view.svelte.js';
import type { TimeOrderAxis } from '../charts/time-order-axis.js';

/** Pixels that the pointer may move within a click. */
const SLACK = 3;
/** Pixels beside the playhead that take hold of it. */
const GRIP = 6;

export interface PointedAxis {
  readonly view: AxisView;
  readonly axis: TimeOrderAxis;
  readonly width: number;
  /** Pixel of the playhead. */
  readonly playhead: number;
  readonly moveTo: (atMs: number) => void;
  readonly click: (point: { readonly x: number; readonly y: number }) => void;
}

/**
 * Pointer and wheel on a plot over the shared axis: drag pans, on the playhead it scrubs; a click is
 * passed on. The wheel zooms where the plot has the focus or with Ctrl (as a pinch does), else the page
 * scrolls on; sideways it pans.
 */
export class PointerAxis {
  /** True while the playhead is held. */
  scrubbing = $state(false);
  #last: number | null = null;
  #start = { x: 0, y: 0 };
  #moved = false;
  readonly #on: () => PointedAxis;

  constructor(on: () => PointedAxis) {
    this.#on = on;
  }

  #at(event: MouseEvent): { x: number; y: number } {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const point = this.#at(event);
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#start = point;
    this.#last = point.x;
    this.#moved = false;
    this.scrubbing = Math.abs(point.x - this.#on().playhead) <= GRIP;
  };

  move = (event: PointerEvent): void => {
    if (this.#last === null) return;
    const { view, axis, width, moveTo } = this.#on();
    const { x } = this.#at(event);
    if (Math.abs(x - this.#start.x) > SLACK) this.#moved = true;
    if (!this.#moved) return;
    if (this.scrubbing) {
      const within = Math.min(width, Math.max(0, x));
      moveTo(axis.instant(view.from + (within / width) * (view.until - view.from)));
    } else view.pan((this.#last - x) / width);
    this.#last = x;
  };

  up = (event: PointerEvent): void => {
    if (this.#last !== null && !this.#moved) this.#on().click(this.#at(event));
    this.cancel();
  };

  cancel = (): void => {
    this.#last = null;
    this.scrubbing = false;
  };

  wheel = (event: WheelEvent): void => {
    const { view, width } = this.#on();
    const box = event.currentTarget as HTMLElement;
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
    const focused = box.closest('[data-axis]')?.contains(document.activeElement) ?? false;
    if (!sideways && !focused && !event.ctrlKey) return;
    event.preventDefault();
    if (sideways) view.pan((event.deltaX || event.deltaY) / width);
    else {
      const about = view.from + (this.#at(event).x / width) * (view.until - view.from);
      view.zoom(1.0015 ** (event.deltaY * (event.ctrlKey ? 4 : 1)), about);
    }
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
