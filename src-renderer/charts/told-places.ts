/** A place of a canvas and what a card says of it; x, y and halves in pixels. */
export interface ToldMark {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly says: readonly string[];
}

/** A grid of values: what a card says is the template with a line of its column, its row and its value. */
export interface ToldGrid {
  /** Left, width and words of each column; top, height and words of each row. */
  readonly columns: readonly (readonly [number, number, string])[];
  readonly rows: readonly (readonly [number, number, string])[];
  /** Row by row, shares; NaN where nothing stands. */
  readonly values: ArrayLike<number>;
  /** Holds {column}, {row} and {value}. */
  readonly template: string;
}

/** More marks of one figure are thinned, so that a file stays small. */
const MOST = 4000;

const place = (value: number) => Math.round(value * 10) / 10;

/** Marks as a file holds them: each line of words once. */
export function writtenMarks(marks: readonly ToldMark[]): string {
  const step = Math.max(1, marks.length / MOST);
  const kept = Array.from(
    { length: Math.min(MOST, marks.length) },
    (_, i) => marks[Math.floor(i * step)]!,
  ).sort((a, b) => a.x - b.x);
  const known = new Map<string, number>();
  const indexOf = (line: string) => {
    const index = known.get(line) ?? known.size;
    known.set(line, index);
    return index;
  };
  const written = kept.map(({ x, y, halfWidth, halfHeight, says }) => [
    ...[x, y, halfWidth, halfHeight].map(place),
    ...says.filter(line => line !== '').map(indexOf),
  ]);
  return JSON.stringify({ marks: written, lines: [...known.keys()] });
}

/** A grid as a file holds it: values in thousandths, −1 for none. */
export function writtenGrid({ columns, rows, values, template }: ToldGrid): string {
  const part = ([at, size, words]: readonly [number, number, string]) => [
    place(at),
    place(size),
    words,
  ];
  return JSON.stringify({
    columns: columns.map(part),
    rows: rows.map(part),
    values: Array.from(values, value => (Number.isNaN(value) ? -1 : Math.round(value * 1000))),
    template,
  });
}
