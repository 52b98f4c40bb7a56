/** One row: a head of a layer, counted from 0. */
export interface HeadRow {
  readonly layer: number;
  readonly head: number;
  readonly top: number;
  readonly height: number;
}

/** Pixels between layers. */
const BETWEEN = 7;

/** Rows of all heads, layer under layer; many heads are thinner, so that all stay in sight. */
export function headRows(layers: number, heads: number, top: number): HeadRow[] {
  const height = Math.max(5, Math.min(20, Math.floor(224 / Math.max(1, layers * heads))));
  return Array.from({ length: layers * heads }, (_, row) => {
    const layer = Math.floor(row / heads);
    return { layer, head: row % heads, top: top + row * height + layer * BETWEEN, height };
  });
}

/** What is looked at: a head of a layer, the mean over what is null. */
export interface ChosenHead {
  readonly layer: number | null;
  readonly head: number | null;
}

/** The row alone is chosen. */
export function isChosen(row: HeadRow, { layer, head }: ChosenHead): boolean {
  return row.layer === layer && row.head === head;
}

/** The rows that a choice takes the mean of; none when it is of all. */
export function chosenRows(rows: readonly HeadRow[], { layer, head }: ChosenHead): HeadRow[] {
  if (layer === null && head === null) return [];
  return rows.filter(
    row => (layer === null || layer === row.layer) && (head === null || head === row.head),
  );
}

/** Place among the rows of the one under a pixel; −1 between them. */
export function rowUnder(rows: readonly HeadRow[], y: number): number {
  return rows.findIndex(row => y >= row.top && y < row.top + row.height);
}

export interface AttendedKey {
  /** Place in the sequence. */
  readonly place: number;
  readonly action: number;
  readonly weight: number;
}

/** The strongest keys, by falling weight. */
export function strongest(
  weights: Float32Array,
  sequence: Int32Array,
  most: number,
): AttendedKey[] {
  return Array.from(weights, (weight, place) => ({ place, action: sequence[place] ?? -1, weight }))
    .sort((a, b) => b.weight - a.weight || b.place - a.place)
    .slice(0, most);
}

/** Share of a row's weight on actions that stand left of what is in sight. */
export function weightBefore(weights: ArrayLike<number>, firstPlace: number): number {
  let sum = 0;
  for (let i = 0; i < firstPlace; i++) sum += weights[i] ?? 0;
  return sum;
}
