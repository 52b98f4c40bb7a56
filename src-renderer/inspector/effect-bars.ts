export interface BarPlace {
  /** Percent of the width. */
  readonly left: number;
  readonly width: number;
}

/**
 * Where bars of signed effects stand, with one zero line for all: as far left as the losses need. Without
 * any effect the zero line stands at the left and the bars are empty.
 */
export function effectBars(effects: readonly number[]): {
  readonly zero: number;
  readonly bars: readonly BarPlace[];
} {
  const low = Math.min(0, ...effects);
  const high = Math.max(0, ...effects);
  const span = high - low || 1;
  const zero = (Math.abs(low) / span) * 100;
  return {
    zero,
    bars: effects.map(effect => {
      const width = (Math.abs(effect) / span) * 100;
      return { left: effect < 0 ? zero - width : zero, width };
    }),
  };
}
