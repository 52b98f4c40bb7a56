/** Divides each row by its length, in place; a row of zeros stays. */
export function unitRows(rows: Float32Array, width: number): void {
  for (let first = 0; first < rows.length; first += width) {
    let square = 0;
    for (let i = first; i < first + width; i++) square += rows[i]! * rows[i]!;
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let i = first; i < first + width; i++) rows[i]! *= scale;
  }
}
