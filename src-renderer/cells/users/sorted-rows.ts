/** Which column orders the rows, and whether the greatest comes first. */
export interface RowOrder {
  readonly column: string;
  readonly descending: boolean;
}

/** Rows that `keep` holds, ordered by a column; NaN last either way, equal values in their first order. */
export function sortedRows(
  count: number,
  keep: (row: number) => boolean,
  values: ArrayLike<number> | readonly string[] | undefined,
  descending: boolean,
): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < count; row++) if (keep(row)) rows.push(row);
  if (values === undefined) return Uint32Array.from(rows);
  const turn = descending ? -1 : 1;
  rows.sort((a, b) => {
    const x = values[a]!;
    const y = values[b]!;
    const xNone = typeof x === 'number' && Number.isNaN(x);
    const yNone = typeof y === 'number' && Number.isNaN(y);
    if (xNone || yNone) return Number(xNone) - Number(yNone) || a - b;
    if (x === y) return a - b;
    return x < y ? -turn : turn;
  });
  return Uint32Array.from(rows);
}
