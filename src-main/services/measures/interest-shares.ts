import type { PinInterests } from '../../evaluate/interest-entropy.js';

/**
 * Share of each interest among pins, a pin's weight split evenly over its interests; by name, summing to
 * 1. Pins without interests and −1 carry no weight; empty when none carries any.
 */
export function interestShares(pins: Int32Array, of: PinInterests): Map<string, number> {
  const weights = new Map<number, number>();
  let total = 0;
  for (const pin of pins) {
    if (pin < 0) continue;
    const begin = of.interestOffsets[pin]!;
    const end = of.interestOffsets[pin + 1]!;
    if (end > begin) total++;
    for (let i = begin; i < end; i++) {
      const interest = of.interests[i]!;
      weights.set(interest, (weights.get(interest) ?? 0) + 1 / (end - begin));
    }
  }
  return new Map(
    [...weights].map(([interest, weight]) => [of.interestNames[interest] ?? '', weight / total]),
  );
}

/** Interests of results beside those of history, by falling share in either. */
export function joinShares(
  results: ReadonlyMap<string, number>,
  history: ReadonlyMap<string, number>,
): { name: string; results: number; history: number }[] {
  return [...new Set([...results.keys(), ...history.keys()])]
    .map(name => ({ name, results: results.get(name) ?? 0, history: history.get(name) ?? 0 }))
    .sort((a, b) => Math.max(b.results, b.history) - Math.max(a.results, a.history));
}
