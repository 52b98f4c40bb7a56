import { type TargetRanks, UNRANKED } from './ranks.js';

export interface RankDistribution {
  /** Upper edges 1, 10, 100 … : bin i holds targets of rank (edge i − 1, edge i], ranks from 1. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Targets without features. */
  readonly unranked: number;
  /** Of the ranked targets; NaN when there are none. */
  readonly medianRank: number;
}

/** Histogram of target ranks over decades of the index. Counts and `unranked` add up to the targets. */
export function rankDistribution(ranks: TargetRanks, indexPins: number): RankDistribution {
  const edges = [1];
  while (edges[edges.length - 1]! < indexPins) edges.push(edges[edges.length - 1]! * 10);
  const counts = edges.map(() => 0);
  const ranked = ranks.atLeast.filter(before => before !== UNRANKED).map(before => before + 1);
  for (const rank of ranked) {
    const bin = edges.findIndex(edge => rank <= edge);
    counts[bin < 0 ? counts.length - 1 : bin]!++;
  }
  ranked.sort();
  const middle = ranked.length >> 1;
  const medianRank =
    ranked.length === 0
      ? Number.NaN
      : ranked.length % 2 === 1
        ? ranked[middle]!
        : (ranked[middle - 1]! + ranked[middle]!) / 2;
  return { edges, counts, unranked: ranks.atLeast.length - ranked.length, medianRank };
}
