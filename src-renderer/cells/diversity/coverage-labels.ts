/** Where the names of the coverage curves stand, one below the other, in pixels. */
export interface NamesPlace {
  /** The end of the names that they are set from. */
  readonly x: number;
  readonly anchor: 'start' | 'end';
  /** Baseline of each, from the top. */
  readonly y: readonly number[];
}

const LINE = 15;
/** From a vertical to a name. */
const ROOM = 10;

/**
 * Names beside the verticals that drop from each curve's 90 %: at their right, where the curves leave the lower
 * part free, if the widest fits there; else at their left, from the bottom up, where it is below the curves.
 */
export function placeNames(
  verticals: readonly number[],
  widest: number,
  plot: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly base: number;
  },
): NamesPlace {
  const last = Math.max(...verticals);
  const y = verticals.map((_, i) => plot.top + i * LINE);
  if (last + ROOM + widest <= plot.right) return { x: last + ROOM, anchor: 'start', y };
  const first = Math.min(...verticals);
  const up = plot.base - ROOM - (verticals.length - 1) * LINE;
  if (first - ROOM - widest >= plot.left)
    return { x: first - ROOM, anchor: 'end', y: verticals.map((_, i) => up + i * LINE) };
  return { x: plot.right, anchor: 'end', y };
}
