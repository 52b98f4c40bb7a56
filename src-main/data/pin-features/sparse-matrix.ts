/** Compressed sparse rows: row i holds columns[offsets[i] … offsets[i + 1]), ascending, with values. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columnCount: number;
  readonly offsets: Float64Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/** A · X for X [columnCount, width] row-major; returns [rows, width]. */
export function multiply(matrix: SparseMatrix, dense: Float64Array, width: number): Float64Array {
  const { rows, offsets, columns, values } = matrix;
  const product = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const out = row * width;
    const end = offsets[row + 1]!;
    for (let entry = offsets[row]!; entry < end; entry++) {
      const value = values[entry]!;
      const from = columns[entry]! * width;
      for (let c = 0; c < width; c++) product[out + c]! += value * dense[from + c]!;
    }
  }
  return product;
}

/** Aᵀ · X for X [rows, width] row-major; returns [columnCount, width]. */
export function multiplyTransposed(
  matrix: SparseMatrix,
  dense: Float64Array,
  width: number,
): Float64Array {
  const { rows, offsets, columns, values } = matrix;
  const product = new Float64Array(matrix.columnCount * width);
  for (let row = 0; row < rows; row++) {
    const from = row * width;
    const end = offsets[row + 1]!;
    for (let entry = offsets[row]!; entry < end; entry++) {
      const value = values[entry]!;
      const out = columns[entry]! * width;
      for (let c = 0; c < width; c++) product[out + c]! += value * dense[from + c]!;
    }
  }
  return product;
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
