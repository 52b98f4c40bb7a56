import type { PinLists, TopPins } from './pin-index.js';
import type { PinTiles } from './pin-tiles.js';
import { BLOCK_PINS, type TileScores } from './score-program.js';

/**
 * The k best allowed pins of one query, best first; equal scores by ascending pin. Pins are offered in
 * ascending order, so that a pin which only equals the last one is never better.
 */
class BestPins {
  readonly #scores: Float32Array;
  readonly #pins: Int32Array;
  readonly excluded: ReadonlySet<number>;

  /** Writes into row `query` of `result`, which starts with −Infinity everywhere. */
  constructor(result: TopPins, query: number, excluded: ReadonlySet<number>) {
    this.#scores = result.scores.subarray(query * result.k, (query + 1) * result.k);
    this.#pins = result.pins.subarray(query * result.k, (query + 1) * result.k);
    this.excluded = excluded;
  }

  /** A score must exceed it to enter. */
  get bar(): number {
    return this.#scores[this.#scores.length - 1]!;
  }

  insert(score: number, pin: number): void {
    const scores = this.#scores;
    const pins = this.#pins;
    let slot = scores.length - 1;
    while (slot > 0 && score > scores[slot - 1]!) {
      scores[slot] = scores[slot - 1]!;
      pins[slot] = pins[slot - 1]!;
      slot--;
    }
    scores[slot] = score;
    pins[slot] = pin;
  }
}

/** Partial selection for a batch of queries, tile by tile in ascending order. */
export class TopSelection {
  readonly #tiles: PinTiles;
  readonly #rows: BestPins[] = [];

  /** Rows first … first + rows − 1 of `result` are filled; `exclude` holds lists of all queries. */
  constructor(
    tiles: PinTiles,
    result: TopPins,
    { first, rows, exclude }: { first: number; rows: number; exclude: PinLists },
  ) {
    this.#tiles = tiles;
    for (let query = first; query < first + rows; query++) {
      const begin = exclude.offsets[query]!;
      const end = exclude.offsets[query + 1]!;
      this.#rows.push(new BestPins(result, query, new Set(exclude.pins.subarray(begin, end))));
    }
  }

  add(tile: number, { scores, maxima }: TileScores): void {
    const { tilePins } = this.#tiles;
    const filled = this.#tiles.filled(tile);
    const blocks = tilePins / BLOCK_PINS;
    const firstPosition = tile * tilePins;
    this.#rows.forEach((best, row) => {
      let bar = best.bar;
      for (let block = 0; block * BLOCK_PINS < filled; block++) {
        if (!(maxima[row * blocks + block]! > bar)) continue;
        const end = Math.min(filled, (block + 1) * BLOCK_PINS);
        for (let column = block * BLOCK_PINS; column < end; column++) {
          const score = scores[row * tilePins + column]!;
          if (!(score > bar)) continue;
          const pin = this.#tiles.pinAt(firstPosition + column);
          if (best.excluded.has(pin)) continue;
          best.insert(score, pin);
          bar = best.bar;
        }
      }
    });
  }
}
