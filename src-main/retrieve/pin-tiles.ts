import { SQUARE_PINS, TILE_PINS } from './score-program.js';

/**
 * The vectors of an index as tiles of equal size. A tile that lies whole in the pin table is a view of
 * it; the others are copied. The last tile is filled with copies of its last vector, so that a run's
 * maximum always belongs to a pin of the index.
 */
export class PinTiles {
  /** Pins of one tile, a multiple of SQUARE_PINS. */
  readonly tilePins: number;
  readonly tileCount: number;
  readonly #vectors: Float32Array;
  readonly #width: number;
  readonly #members: Int32Array | undefined;
  readonly #count: number;
  readonly #scratch: Float32Array;
  /** Copied tiles that are kept; undefined when each copy takes the place of the one before. */
  readonly #kept: Map<number, Float32Array> | undefined;

  /**
   * `members` lists table rows in ascending order; without it rows 0 … count − 1 are the index. `resident`
   * keeps copied tiles: a second copy of their vectors, and no copying on later searches.
   */
  constructor(
    vectors: Float32Array,
    count: number,
    width: number,
    members: Int32Array | undefined,
    resident = false,
  ) {
    this.#vectors = vectors;
    this.#width = width;
    this.#members = members;
    this.#count = count;
    // Tiles as even as can be, so that the last one is not mostly filling.
    this.tileCount = Math.ceil(count / TILE_PINS);
    const squares = Math.ceil(count / Math.max(1, this.tileCount) / SQUARE_PINS);
    this.tilePins = Math.max(1, squares) * SQUARE_PINS;
    this.#scratch = new Float32Array(this.tilePins * width);
    this.#kept = resident ? new Map() : undefined;
  }

  /** Table row of index position `position`. */
  pinAt(position: number): number {
    return this.#members ? this.#members[position]! : position;
  }

  /** Positions of the index that tile `tile` really holds; the rest of it is filling. */
  filled(tile: number): number {
    return Math.min(this.tilePins, this.#count - tile * this.tilePins);
  }

  /** [tilePins, width]; valid until the next call. */
  tile(tile: number): Float32Array {
    const first = tile * this.tilePins;
    const filled = this.filled(tile);
    const width = this.#width;
    const firstPin = this.pinAt(first);
    const span = this.pinAt(first + filled - 1) - firstPin + 1;
    if (filled === this.tilePins && span === filled)
      return this.#vectors.subarray(firstPin * width, (firstPin + filled) * width);
    const kept = this.#kept?.get(tile);
    if (kept) return kept;
    const copy = this.#kept ? new Float32Array(this.tilePins * width) : this.#scratch;
    for (let row = 0; row < this.tilePins; row++) {
      const pin = this.pinAt(first + Math.min(row, filled - 1));
      copy.set(this.#vectors.subarray(pin * width, (pin + 1) * width), row * width);
    }
    this.#kept?.set(tile, copy);
    return copy;
  }

  /** Gathers table rows `pins`[from … from + tilePins) into one tile; past the end, zeros. */
  gather(pins: Int32Array, from: number, into: Float32Array): void {
    const width = this.#width;
    into.fill(0);
    const rows = Math.min(this.tilePins, pins.length - from);
    for (let row = 0; row < rows; row++) {
      const pin = pins[from + row]!;
      into.set(this.#vectors.subarray(pin * width, (pin + 1) * width), row * width);
    }
  }
}
