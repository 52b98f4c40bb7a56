import type { AxisView } from '../../charts/axis-view.svelte.js';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Shares of what is in sight. */
const STEP = 0.2;
const PAGE = 0.9;
const CLOSER = 0.7;

/**
 * Moves or zooms what is in sight as a key on the minimap asks: arrows and pages move, plus, minus, up and
 * down zoom about the middle, Home and End go to the ends. False for a key that means nothing here.
 */
export function minimapKey({ key, ctrlKey, metaKey, altKey }: Pressed, view: AxisView): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  const span = view.until - view.from;
  const zoom = (factor: number) => view.zoom(factor, (view.from + view.until) / 2);
  const moves: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => view.pan(-STEP),
    ArrowRight: () => view.pan(STEP),
    PageDown: () => view.pan(-PAGE),
    PageUp: () => view.pan(PAGE),
    ArrowUp: () => zoom(CLOSER),
    '+': () => zoom(CLOSER),
    '=': () => zoom(CLOSER),
    ArrowDown: () => zoom(1 / CLOSER),
    '-': () => zoom(1 / CLOSER),
    Home: () => view.show(0, span),
    End: () => view.show(1 - span, 1),
  };
  const move = moves[key];
  move?.();
  return move !== undefined;
}
