/**
 * The blocks of an index that can hold one of a query's n closest pins, found while block maxima stream
 * by: a block is kept when its maximum reaches the n-th largest one so far, which only rises.
 */
export class BlockCandidates {
  readonly #n: number;
  readonly #rounding: number;
  /** The n largest maxima so far, ascending; −Infinity where there are fewer. */
  readonly #largest: Float64Array;
  readonly #blocks: number[] = [];
  readonly #maxima: number[] = [];
  #bar = Number.NEGATIVE_INFINITY;

  /** `rounding` is more than what a maximum may be off by, relative to 1 or to its own size. */
  constructor(n: number, rounding: number) {
    this.#n = n;
    this.#rounding = rounding;
    this.#largest = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  }

  /** Keeps a block whose maximum reaches the bar; returns the new bar, at first −Infinity. */
  keep(block: number, maximum: number): number {
    this.#blocks.push(block);
    this.#maxima.push(maximum);
    this.#bar = this.#raise(maximum);
    return this.#bar;
  }

  /** Ascending blocks that reach the final bar. */
  blocks(): number[] {
    return this.#blocks.filter((_, i) => this.#maxima[i]! >= this.#bar);
  }

  #raise(value: number): number {
    const largest = this.#largest;
    if (value > largest[0]!) {
      let slot = 0;
      while (slot + 1 < this.#n && largest[slot + 1]! < value) {
        largest[slot] = largest[slot + 1]!;
        slot++;
      }
      largest[slot] = value;
    }
    const least = largest[0]!;
    return least - this.#rounding * Math.max(1, Math.abs(least));
  }
}
