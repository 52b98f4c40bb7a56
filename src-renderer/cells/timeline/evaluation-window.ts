import type { Moment } from '../../../src-main/contract/moment.js';
import { shortInstant } from '../../charts/day.js';
import { clipTo, pixelAt, type Sight } from '../../charts/sight.js';

/** t and the evaluation window after it, in pixels of the plot. */
export interface PlacedWindow {
  /** The window, or what is in sight of it; null out of sight. */
  readonly shade: { readonly left: number; readonly width: number } | null;
  /** Empty where there is no room, or the playhead's flag stands. */
  readonly name: string;
  /** Null out of sight. */
  readonly t: number | null;
}

/** Pixels that the window's name takes. */
const NAME = 190;
/** The flag over the playhead and the name do not touch when their middles are this far apart. */
const APART = 175;
const NAME_MIDDLE = 90;

/** Where t and the window of a moment stand; `head` is the playhead's pixel. */
export function placeWindow(
  { trainedUntilMs, windowUntilMs }: Pick<Moment, 'trainedUntilMs' | 'windowUntilMs'>,
  sight: Sight,
  head: number,
): PlacedWindow {
  const { width } = sight;
  const t = pixelAt(sight, trainedUntilMs);
  const end = pixelAt(sight, windowUntilMs);
  const left = clipTo(width, t);
  const shade = end > 0 && t < width ? { left, width: clipTo(width, end) - left } : null;
  const roomy = shade !== null && shade.width > NAME && Math.abs(head - left - NAME_MIDDLE) > APART;
  return {
    shade,
    name: roomy ? `evaluation window, to ${shortInstant(windowUntilMs).slice(0, -6)}` : '',
    t: t >= 0 && t <= width ? t : null,
  };
}
