import { scaleLog } from 'd3';

export interface RankTick {
  readonly rank: number;
  readonly x: number;
}

/** Ranks from 1 to all pins of an index on a log axis of a width; ticks at powers of ten and the end. */
export function rankAxis(indexPins: number, width: number) {
  const last = Math.max(10, indexPins);
  const scale = scaleLog().domain([1, last]).range([0, width]).clamp(true);
  const ticks: RankTick[] = [];
  for (let rank = 1; rank <= last; rank *= 10) ticks.push({ rank, x: scale(rank) });
  const end = ticks[ticks.length - 1];
  // The end is said where it does not collide with a power of ten.
  if (end && width - end.x > 44) ticks.push({ rank: last, x: width });
  return { x: (rank: number): number => scale(rank), ticks };
}
