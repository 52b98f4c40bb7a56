import { RUN_PINS, SQUARE_PINS, type TileMaxima } from './score-program.js';

/**
 * The pins of an index that can be among the closest of a batch of queries, found while maxima stream by.
 * The n-th largest maximum of a run, a query's bar, is reached by n pins; so a pin is kept only when its
 * run and its file both reach it. Bars only rise. All queries share a few arrays, which stay in the cache.
 */
export class PinCandidates {
  readonly #rounding: Float64Array;
  /** The n largest maxima of each query so far, ascending; −Infinity where there are fewer. */
  readonly #largest: Float64Array;
  /** Where those of query i begin; they end where those of i + 1 begin. */
  readonly #begins: Int32Array;
  readonly #bars: Float64Array;
  /** Kept pins in the order in which they were met: query, index position, what the score is at most. */
  #rows = new Int32Array(FIRST_ROOM);
  #positions = new Int32Array(FIRST_ROOM);
  #bounds = new Float32Array(FIRST_ROOM);
  #kept = 0;

  /**
   * `counts` has n of each query, at least 1; `rounding` more than what its maxima may be off by, relative
   * to 1 or to their own size.
   */
  constructor(counts: readonly number[], rounding: Float64Array) {
    this.#rounding = rounding;
    this.#begins = new Int32Array(counts.length + 1);
    counts.forEach((count, row) => {
      this.#begins[row + 1] = this.#begins[row]! + count;
    });
    this.#largest = new Float64Array(this.#begins[counts.length]!).fill(Number.NEGATIVE_INFINITY);
    this.#bars = new Float64Array(counts.length).fill(Number.NEGATIVE_INFINITY);
  }

  /**
   * Looks through the maxima of a tile of `tilePins`, whose first pin is index position `first` and of
   * which `filled` pins are of the index.
   */
  add(maxima: TileMaxima, tilePins: number, first: number, filled: number): void {
    const { runs } = maxima;
    const bars = this.#bars;
    const filledRuns = Math.ceil(filled / RUN_PINS);
    for (let row = 0; row < bars.length; row++) {
      const from = (row * tilePins) / RUN_PINS;
      const end = from + filledRuns;
      // Until n maxima are known every pin would be kept: this tile's are taken first.
      const isKnown = bars[row]! > Number.NEGATIVE_INFINITY;
      if (!isKnown) for (let run = from; run < end; run++) this.#raise(row, runs[run]!);
      let bar = bars[row]!;
      for (let run = from; run < end; run++) {
        if (!(runs[run]! >= bar)) continue;
        if (isKnown) this.#raise(row, runs[run]!);
        bar = bars[row]!;
        this.#keepRun(maxima, row, run, from, first, filled);
      }
    }
  }

  /** Calls back for what reaches the final bar of its query. */
  forEach(visit: (row: number, position: number) => void): void {
    for (let i = 0; i < this.#kept; i++) {
      const row = this.#rows[i]!;
      if (this.#bounds[i]! >= this.#bars[row]!) visit(row, this.#positions[i]!);
    }
  }

  #keepRun(
    { runs, files }: TileMaxima,
    row: number,
    run: number,
    from: number,
    first: number,
    filled: number,
  ): void {
    const bar = this.#bars[row]!;
    const begin = (run - from) * RUN_PINS;
    const count = Math.min(RUN_PINS, filled - begin);
    const square = from + Math.floor(begin / SQUARE_PINS) * RUN_PINS;
    if (this.#kept + RUN_PINS > this.#rows.length) this.#grow();
    for (let i = 0; i < count; i++) {
      const ofFile = files[square + i]!;
      if (ofFile < bar) continue;
      this.#rows[this.#kept] = row;
      this.#positions[this.#kept] = first + begin + i;
      this.#bounds[this.#kept++] = Math.min(runs[run]!, ofFile);
    }
  }

  #grow(): void {
    const room = 2 * this.#rows.length;
    const [rows, positions, bounds] = [this.#rows, this.#positions, this.#bounds];
    this.#rows = new Int32Array(room);
    this.#rows.set(rows);
    this.#positions = new Int32Array(room);
    this.#positions.set(positions);
    this.#bounds = new Float32Array(room);
    this.#bounds.set(bounds);
  }

  #raise(row: number, value: number): void {
    const largest = this.#largest;
    const last = this.#begins[row + 1]! - 1;
    let slot = this.#begins[row]!;
    const first = slot;
    if (!(value > largest[first]!)) return;
    while (slot < last && largest[slot + 1]! < value) {
      largest[slot] = largest[slot + 1]!;
      slot++;
    }
    largest[slot] = value;
    const least = largest[first]!;
    this.#bars[row] = least - this.#rounding[row]! * Math.max(1, Math.abs(least));
  }
}

const FIRST_ROOM = 1 << 14;
