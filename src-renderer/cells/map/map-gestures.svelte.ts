import { Fingers } from '../../charts/fingers.js';
import { elementOf, type PointerTold, pixelOfEvent, type WheelTold } from '../../charts/pointed.js';
import { type MapView, type Point, panBy, toPlane, zoomAt } from './map-view.js';

/** Pixels that the pointer may move within a click. */
const SLACK = 3;
/** How long a hint stays. */
const HINT_MS = 1600;
/** Pixels around a click that a point may lie in. */
const REACH = 9;

/** What is read of the event of a touch. */
type Fingered = Pick<TouchEvent, 'cancelable' | 'preventDefault'> & {
  readonly touches: { readonly length: number };
};

export interface HandledMap {
  /** Null before the map has a size. */
  readonly view: MapView | null;
  readonly show: (view: MapView) => void;
  readonly tool: 'pan' | 'lasso';
  /** A place on the plane was clicked; a point may lie `reach` from it. */
  readonly click: (at: Point, reach: number) => void;
  /** A polygon on the plane was drawn. */
  readonly lasso: (polygon: readonly Point[]) => void;
}

/**
 * Pointer and wheel on the map: a drag pans or draws a lasso, two fingers zoom and pan, a click is passed
 * on. The wheel zooms only a map that was pressed or focused, or with Ctrl (as a pinch does), and one finger
 * moves only a map that was tapped or focused: until then the page scrolls over it.
 */
export class MapGestures {
  /** The lasso so far, in pixels. */
  loop = $state.raw<readonly Point[]>([]);
  /** A finger scrolled the page over a map at rest, a moment ago. */
  hinted = $state(false);
  #awake = $state(false);
  #hint: ReturnType<typeof setTimeout> | undefined;
  #dragged: { at: Point; far: boolean } | null = null;
  readonly #fingers = new Fingers();
  readonly #on: () => HandledMap;

  constructor(on: () => HandledMap) {
    this.#on = on;
  }

  /** One finger moves the map, or draws on it: the page does not scroll under it. */
  get entered(): boolean {
    return this.#awake || this.#on().tool === 'lasso';
  }

  wake = (): void => {
    this.#awake = true;
  };
  rest = (): void => {
    this.#awake = false;
  };
  /** A mouse that leaves gives the wheel back to the page; a finger leaves whenever it is lifted. */
  leave = (event: PointerTold): void => {
    if (event.pointerType === 'mouse') this.rest();
  };

  press = (event: PointerTold): void => {
    if (event.button !== 0) return;
    if (event.pointerType === 'mouse') this.wake();
    const at = pixelOfEvent(event);
    elementOf(event).setPointerCapture(event.pointerId);
    this.#fingers.down(event.pointerId, at);
    // A second finger means a pinch: what the first has begun is no click and no lasso.
    this.#dragged = this.#fingers.pinching ? null : { at, far: false };
    this.loop = this.#dragged !== null && this.#on().tool === 'lasso' ? [at] : [];
  };

  move = (event: PointerTold): void => {
    const { view, tool, show } = this.#on();
    if (view === null) return;
    const at = pixelOfEvent(event);
    const pinch = this.#fingers.move(event.pointerId, at);
    if (pinch !== null) show(zoomAt(panBy(view, ...pinch.by), pinch.factor, pinch.about));
    if (this.#dragged === null) return;
    const [right, down] = [at[0] - this.#dragged.at[0], at[1] - this.#dragged.at[1]];
    if (Math.hypot(right, down) < SLACK) return;
    if (!this.#dragged.far && this.#isPages(event)) {
      this.lose(event);
      return;
    }
    if (tool === 'lasso') this.loop = [...this.loop, at];
    else show(panBy(view, right, down));
    this.#dragged = { at, far: true };
  };

  release = (event: PointerTold): void => {
    const { view, tool, click, lasso } = this.#on();
    if (this.#dragged !== null && view !== null) {
      if (!this.#dragged.far) {
        this.wake();
        click(toPlane(view, pixelOfEvent(event)), REACH / view.scale);
      } else if (tool === 'lasso') lasso(this.loop.map(pixel => toPlane(view, pixel)));
    }
    this.cancel(event);
  };

  /** The browser took the finger to scroll the page. */
  lose = (event: PointerTold): void => {
    if (this.#dragged !== null && this.#isPages(event)) this.#hintAtFingers();
    this.#dragged = null;
    this.cancel(event);
  };

  cancel = (event: PointerTold): void => {
    const pinched = this.#fingers.pinching;
    this.#fingers.up(event.pointerId);
    const rest = this.#fingers.only;
    // The finger that stays after a pinch pans on.
    this.#dragged =
      pinched && rest !== null && this.#on().tool === 'pan' ? { at: rest, far: true } : null;
    this.loop = [];
  };

  #isPages({ pointerType }: PointerTold): boolean {
    return pointerType !== 'mouse' && !this.entered;
  }

  #hintAtFingers(): void {
    this.hinted = true;
    clearTimeout(this.#hint);
    this.#hint = setTimeout(() => {
      this.hinted = false;
    }, HINT_MS);
  }

  wheel = (event: WheelTold): void => {
    const { view, show } = this.#on();
    if (view === null || !(this.#awake || event.ctrlKey)) return;
    event.preventDefault();
    show(zoomAt(view, Math.exp(-event.deltaY * 0.0016), pixelOfEvent(event)));
  };

  /** Two fingers are the map's, whether or not it was entered. */
  touch = (event: Fingered): void => {
    if (event.touches.length > 1 && event.cancelable) event.preventDefault();
  };

  /** Listens to wheel and fingers without being passive, so that they may keep the page still. */
  attach = (element: HTMLElement): (() => void) => {
    element.addEventListener('wheel', this.wheel, { passive: false });
    element.addEventListener('touchmove', this.touch, { passive: false });
    return () => {
      element.removeEventListener('wheel', this.wheel);
      element.removeEventListener('touchmove', this.touch);
      clearTimeout(this.#hint);
    };
  };
}
