/** What a part of the page is seen through, in pixels of the window. */
export interface Clip {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** What does not fit ends in an ellipsis. */
  readonly ellipsis: boolean;
}

/** The meeting of all boxes from `inner` up to `root` that show no more than their inside. */
export function clipOf(inner: Element | null, root: Element): Clip {
  let [left, top, right, bottom] = [-Infinity, -Infinity, Infinity, Infinity];
  let ellipsis = false;
  for (let at = inner; at && root.contains(at); at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
    const box = at.getBoundingClientRect();
    left = Math.max(left, box.left + at.clientLeft);
    top = Math.max(top, box.top + at.clientTop);
    right = Math.min(right, box.left + at.clientLeft + at.clientWidth);
    bottom = Math.min(bottom, box.top + at.clientTop + at.clientHeight);
    ellipsis ||= style.textOverflow === 'ellipsis';
  }
  return { left, top, right, bottom, ellipsis };
}

/** A drawn part that fills `at`, cut to what is seen of it; empty where nothing is. `box` is the drawing's own place. */
export function clipped(part: string, at: DOMRect, clip: Clip, box: DOMRect): string {
  /** Roundings of the layout are not cuts. */
  const NEAR = 1;
  const [left, right] = [Math.max(at.left, clip.left), Math.min(at.right, clip.right)];
  const [top, bottom] = [Math.max(at.top, clip.top), Math.min(at.bottom, clip.bottom)];
  if (part === '' || right - left < NEAR || bottom - top < NEAR) {
    const whole = left === at.left && right === at.right && top === at.top && bottom === at.bottom;
    return whole ? part : '';
  }
  const cut = Math.max(left - at.left, at.right - right, top - at.top, at.bottom - bottom);
  if (cut <= NEAR) return part;
  const [x, y, width, height] = [left - box.x, top - box.y, right - left, bottom - top];
  return `<svg x="${x}" y="${y}" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}">${part}</svg>`;
}
