/** A line of a cell's text, without its break; offsets count in the whole text. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly indent: number;
}

export function linesOf(source: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const whole of source.split('\n')) {
    const text = whole.replace(/\r$/, '');
    const indent = text.length - text.trimStart().length;
    lines.push({ start, end: start + text.length, text, indent });
    start += whole.length + 1;
  }
  return lines;
}

/** Columns at which a line below these may begin. */
export function indentsAbove(lines: readonly Line[], below: Line): number[] {
  const open: number[] = [];
  for (const { start, text, indent } of lines) {
    if (start >= below.start) break;
    if (text.trim() === '' || /^\s*#/.test(text)) continue;
    while (open.length > 0 && open.at(-1)! >= indent) open.pop();
    open.push(indent);
  }
  return open;
}

/** The value nearest to another, of two equally near the greater one. */
export function nearestOf(values: readonly number[], to: number): number | undefined {
  return [...values].sort((a, b) => Math.abs(a - to) - Math.abs(b - to) || b - a)[0];
}
