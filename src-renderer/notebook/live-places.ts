/** A figure's places in an exported notebook, as columns and rows; marks are one row. */
export interface LivePlaces {
  readonly columns: number;
  readonly rows: number;
  /** Column and row at pixels of the figure; null where nothing stands. */
  at(x: number, y: number): readonly [number, number] | null;
  /** Empty where nothing stands. */
  says(column: number, row: number): string;
  /** Left, top, width, height in pixels of the figure. */
  box(column: number, row: number): readonly [number, number, number, number];
}

/** Reads what `writtenMarks` or `writtenGrid` has written. Like the live page, it uses nothing from around it. */
export function livePlaces(text: string): LivePlaces {
  type Part = [number, number, string];
  type Read = {
    readonly marks?: number[][];
    readonly lines: string[];
    readonly columns: Part[];
    readonly rows: Part[];
    readonly values: number[];
    readonly template: string;
  };
  const read: Read = JSON.parse(text);
  const { marks, lines, columns, rows, values, template } = read;
  if (marks) {
    const box = (i: number): [number, number, number, number] => {
      const [x = 0, y = 0, w = 0, h = 0] = marks[i] ?? [];
      return [x - w, y - h, 2 * w, 2 * h];
    };
    return {
      columns: marks.length,
      rows: 1,
      at(x, y) {
        let best = -1;
        let least = Infinity;
        marks.forEach(([cx = 0, cy = 0, w = 0, h = 0], i) => {
          if (Math.abs(x - cx) > w || Math.abs(y - cy) > h) return;
          const off = (x - cx) ** 2 + (y - cy) ** 2;
          if (off < least) [best, least] = [i, off];
        });
        return best < 0 ? null : [best, 0];
      },
      says: i =>
        (marks[i] ?? [])
          .slice(4)
          .map(line => lines[line] ?? '')
          .join('\n'),
      box,
    };
  }
  const valueAt = (column: number, row: number) => values[row * columns.length + column] ?? -1;
  const under = (parts: Part[], at: number) =>
    parts.findIndex(([from, size]) => at >= from && at < from + size);
  return {
    columns: columns.length,
    rows: rows.length,
    at(x, y) {
      const [column, row] = [under(columns, x), under(rows, y)];
      return column < 0 || row < 0 || valueAt(column, row) < 0 ? null : [column, row];
    },
    says(column, row) {
      const value = valueAt(column, row);
      if (value < 0) return '';
      const words: Record<string, string> = {
        column: columns[column]?.[2] ?? '',
        row: rows[row]?.[2] ?? '',
        value: (value / 1000).toFixed(3).replace(/^0/, ''),
      };
      return template.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '');
    },
    box(column, row) {
      const [left = 0, width = 0] = columns[column] ?? [];
      const [top = 0, height = 0] = rows[row] ?? [];
      return [left, top, width, height];
    },
  };
}
