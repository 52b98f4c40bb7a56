import { displayWidth } from './width.js';

export interface Column {
  readonly header: string;
  /** Words stand left, numbers right (the default). */
  readonly align?: 'left' | 'right';
}

/**
 * Aligned rows under their headers, two spaces between columns, no trailing blanks. Headers carry
 * the units. Without rows only the header stands.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const widths = columns.map((column, index) =>
    Math.max(displayWidth(column.header), ...rows.map(row => displayWidth(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map((column, index) => pad(cells[index] ?? '', widths[index] ?? 0, column.align ?? 'right'))
      .join('  ')
      .trimEnd();
  const header = line(columns.map(column => column.header));
  const rule = widths.map(width => '─'.repeat(width)).join('──');
  return [header, rule, ...rows.map(line)].join('\n');
}

/** Name and value pairs, one a line, values in one column. */
export function renderFacts(facts: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(0, ...facts.map(([name]) => displayWidth(name)));
  return facts.map(([name, value]) => `${pad(name, width, 'left')}  ${value}`).join('\n');
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + blanks : blanks + text;
}
