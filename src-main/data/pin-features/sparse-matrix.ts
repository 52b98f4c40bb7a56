/** Compressed sparse rows: row i holds columns[offsets[i] … offsets[i + 1]), ascending, with values. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columnCount: number;
  readonly offsets: Float64Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/** Columns of the dense factor that are worked on at a time: one cache line, eight registers. */
const LANES = 8;

/**
 * A · X for X [columnCount, width] row-major; returns [rows, width]. Works on eight columns of X at a
 * time, packed, so that an entry of A costs one cache line of X and no store.
 */
export function multiply(matrix: SparseMatrix, dense: Float64Array, width: number): Float64Array {
  const { rows, columnCount, offsets, columns, values } = matrix;
  const product = new Float64Array(rows * width);
  const lanes = new Float64Array(columnCount * LANES);
  const sums = new Float64Array(LANES);
  for (let first = 0; first < width; first += LANES) {
    const count = Math.min(LANES, width - first);
    for (let row = 0; row < columnCount; row++)
      for (let c = 0; c < count; c++) lanes[row * LANES + c] = dense[row * width + first + c]!;
    for (let row = 0; row < rows; row++) {
      sumLanes(columns, values, offsets[row]!, offsets[row + 1]!, lanes, sums);
      for (let c = 0; c < count; c++) product[row * width + first + c] = sums[c]!;
    }
  }
  return product;
}

/** Σ values[e] · lanes[columns[e]] over entries from … to − 1, into `sums` [LANES]. */
function sumLanes(
  columns: Int32Array,
  values: Float32Array,
  from: number,
  to: number,
  lanes: Float64Array,
  sums: Float64Array,
): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
  for (let entry = from; entry < to; entry++) {
    const value = values[entry]!;
    const at = columns[entry]! * LANES;
    s0 += value * lanes[at]!;
    s1 += value * lanes[at + 1]!;
    s2 += value * lanes[at + 2]!;
    s3 += value * lanes[at + 3]!;
    s4 += value * lanes[at + 4]!;
    s5 += value * lanes[at + 5]!;
    s6 += value * lanes[at + 6]!;
    s7 += value * lanes[at + 7]!;
  }
  sums[0] = s0;
  sums[1] = s1;
  sums[2] = s2;
  sums[3] = s3;
  sums[4] = s4;
  sums[5] = s5;
  sums[6] = s6;
  sums[7] = s7;
}

/** Aᵀ, its rows ascending by column too. */
export function transpose(matrix: SparseMatrix): SparseMatrix {
  const { rows, columnCount, columns, values } = matrix;
  const offsets = new Float64Array(columnCount + 1);
  for (const column of columns) offsets[column + 1]! += 1;
  for (let column = 0; column < columnCount; column++) offsets[column + 1]! += offsets[column]!;
  const next = offsets.slice();
  const rowOf = new Int32Array(columns.length);
  const moved = new Float32Array(columns.length);
  for (let row = 0; row < rows; row++)
    for (let entry = matrix.offsets[row]!; entry < matrix.offsets[row + 1]!; entry++) {
      const column = columns[entry]!;
      const at = next[column]!;
      next[column] = at + 1;
      rowOf[at] = row;
      moved[at] = values[entry]!;
    }
  return { rows: columnCount, columnCount: rows, offsets, columns: rowOf, values: moved };
}

/** Collects the entries of a sparse matrix row by row, in arrays that grow by half. */
export class SparseRows {
  #columns = new Int32Array(1 << 12);
  #values = new Float32Array(1 << 12);
  #count = 0;
  readonly #offsets: Float64Array;
  readonly #columnCount: number;
  #row = 0;

  constructor(rows: number, columnCount: number) {
    this.#offsets = new Float64Array(rows + 1);
    this.#columnCount = columnCount;
  }

  add(column: number, value: number): void {
    if (this.#count === this.#columns.length) this.#grow();
    this.#columns[this.#count] = column;
    this.#values[this.#count] = value;
    this.#count++;
  }

  endRow(): void {
    this.#row++;
    this.#offsets[this.#row] = this.#count;
  }

  finish(): SparseMatrix {
    if (this.#row !== this.#offsets.length - 1)
      throw new RangeError(
        `internal: ${this.#row} rows of ${this.#offsets.length - 1} were written`,
      );
    return {
      rows: this.#row,
      columnCount: this.#columnCount,
      offsets: this.#offsets,
      columns: this.#columns.slice(0, this.#count),
      values: this.#values.slice(0, this.#count),
    };
  }

  #grow(): void {
    const size = Math.ceil(this.#columns.length * 1.5);
    const columns = new Int32Array(size);
    columns.set(this.#columns);
    this.#columns = columns;
    const values = new Float32Array(size);
    values.set(this.#values);
    this.#values = values;
  }
}
