import type { Rng } from '../../base/rng.js';

/**
 * Draws from many fixed discrete distributions in constant time (Walker's alias method, Vose 1991):
 * group g holds the members first[g] … first[g + 1) with the given weights.
 */
export class AliasTables {
  readonly #first: Uint32Array;
  readonly #keep: Float64Array;
  readonly #alias: Uint32Array;

  constructor(first: Uint32Array, weights: Float64Array) {
    this.#first = first;
    this.#keep = new Float64Array(weights.length).fill(1);
    this.#alias = new Uint32Array(weights.length);
    for (let group = 0; group + 1 < first.length; group++)
      this.#build(first[group]!, first[group + 1]!, weights);
  }

  /** Position of a drawn member; the group must not be empty. */
  draw(rng: Rng, group: number): number {
    const from = this.#first[group]!;
    const size = this.#first[group + 1]! - from;
    // One uniform number gives the place and, by its fraction, the coin.
    const place = rng.uniform() * size;
    const position = from + Math.floor(place);
    return place - Math.floor(place) < this.#keep[position]! ? position : this.#alias[position]!;
  }

  #build(from: number, to: number, weights: Float64Array): void {
    let total = 0;
    for (let i = from; i < to; i++) total += weights[i]!;
    const small: number[] = [];
    const large: number[] = [];
    const scaled = new Float64Array(to - from);
    for (let i = from; i < to; i++) {
      scaled[i - from] = (weights[i]! * (to - from)) / total;
      (scaled[i - from]! < 1 ? small : large).push(i);
    }
    while (small.length > 0 && large.length > 0) {
      const low = small.pop()!;
      const high = large.at(-1)!;
      this.#keep[low] = scaled[low - from]!;
      this.#alias[low] = high;
      scaled[high - from]! -= 1 - scaled[low - from]!;
      if (scaled[high - from]! < 1) small.push(large.pop()!);
    }
  }
}
