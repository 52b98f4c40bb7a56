import { type Bounds, fitView, type MapView, type Point, panBy, zoomAt } from './map-view.js';

const ZOOM_STEP = 1.5;
const PAN_STEP = 40;

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What of the plane is seen after a key on the map; null for a key that means nothing here. */
export function viewAfterKey(pressed: Pressed, seen: MapView, bounds: Bounds): MapView | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  const { width, height } = seen;
  const middle: Point = [width / 2, height / 2];
  switch (pressed.key) {
    case 'ArrowLeft':
      return panBy(seen, PAN_STEP, 0);
    case 'ArrowRight':
      return panBy(seen, -PAN_STEP, 0);
    case 'ArrowUp':
      return panBy(seen, 0, PAN_STEP);
    case 'ArrowDown':
      return panBy(seen, 0, -PAN_STEP);
    case '+':
    case '=':
      return zoomAt(seen, ZOOM_STEP, middle);
    case '-':
      return zoomAt(seen, 1 / ZOOM_STEP, middle);
    case 'f':
      return fitView(width, height, bounds);
    default:
      return null;
  }
}
