import { SQUARE_PINS, TILE_SQUARES } from './score-program.js';

/**
 * The vectors of an index as tiles of equal size. A tile that lies whole in the pin table is a view of
 * it; the others are copied. The last tile is filled with copies of its last vector, so that a run's
 * maximum always belongs to a pin of the index.
 */
export class PinTiles {
  /** Pins of one tile, a multiple of SQUARE_PINS. */
  readonly tilePins: number;
  readonly squares: number;
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
    this.squares = squaresOfTile(Math.ceil(count / SQUARE_PINS));
    this.tilePins = this.squares * SQUARE_PINS;
    this.tileCount = Math.ceil(count / this.tilePins);
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

/** Squares of a tile, so that those of the index leave the last tile as full as can be. */
function squaresOfTile(squares: number): number {
  if (squares <= TILE_SQUARES) return Math.max(1, squares);
  let best = TILE_SQUARES;
  for (let size = TILE_SQUARES - 1; size > TILE_SQUARES / 2; size--)
    if (Math.ceil(squares / size) * size < Math.ceil(squares / best) * best) best = size;
  return best;
}
