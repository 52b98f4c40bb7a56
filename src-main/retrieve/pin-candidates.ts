import { RUN_PINS, SQUARE_PINS, type TileMaxima } from './score-program.js';

/**
 * The pins of an index that can be one of a query's n closest, found while maxima stream by. The n-th
 * largest maximum of a run, the bar, is reached by n pins; so a pin is kept only when its run and its
 * file both reach it. The bar only rises.
 */
export class PinCandidates {
  readonly #rounding: number;
  /** The n largest maxima so far, ascending; −Infinity where there are fewer. */
  readonly #largest: Float64Array;
  readonly #positions: number[] = [];
  /** What the score of a kept pin is at most. */
  readonly #bounds: number[] = [];
  #bar = Number.NEGATIVE_INFINITY;

  /** `rounding` is more than what a maximum may be off by, relative to 1 or to its own size. */
  constructor(n: number, rounding: number) {
    this.#rounding = rounding;
    this.#largest = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  }

  /**
   * Looks through one query's row of a tile whose first pin is index position `first` and of which
   * `filled` pins are of the index; `from` is where the row begins in both arrays of `maxima`.
   */
  add({ runs, files }: TileMaxima, from: number, first: number, filled: number): void {
    const end = from + Math.ceil(filled / RUN_PINS);
    const reached: number[] = [];
    let bar = this.#bar;
    for (let run = from; run < end; run++) {
      const maximum = runs[run]!;
      if (!(maximum >= bar)) continue;
      reached.push(run);
      bar = this.#raise(maximum);
    }
    this.#bar = bar;
    for (const run of reached) {
      const ofRun = runs[run]!;
      if (ofRun < bar) continue;
      const begin = (run - from) * RUN_PINS;
      const count = Math.min(RUN_PINS, filled - begin);
      const square = from + Math.floor(begin / SQUARE_PINS) * RUN_PINS;
      for (let i = 0; i < count; i++) {
        const ofFile = files[square + i]!;
        if (ofFile < bar) continue;
        this.#positions.push(first + begin + i);
        this.#bounds.push(Math.min(ofRun, ofFile));
      }
    }
  }

  /** Ascending index positions. */
  positions(): number[] {
    return this.#positions.filter((_, i) => this.#bounds[i]! >= this.#bar);
  }

  #raise(value: number): number {
    const largest = this.#largest;
    if (value > largest[0]!) {
      let slot = 0;
      while (slot + 1 < largest.length && largest[slot + 1]! < value) {
        largest[slot] = largest[slot + 1]!;
        slot++;
      }
      largest[slot] = value;
    }
    const least = largest[0]!;
    return least - this.#rounding * Math.max(1, Math.abs(least));
  }
}
