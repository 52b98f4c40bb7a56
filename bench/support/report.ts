import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeMachine, type Machine, machineLine } from './machine.js';

export type Cell = string | number;

/** A bench's outcome: what was measured, in a table that a document can take over as it is. */
export interface BenchTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Said below the table: number format, what a ratio means, what was left out. */
  readonly notes?: readonly string[];
}

/**
 * Prints tables as Markdown under the machine's description and keeps them, with the machine, in
 * out/bench/<name>.json.
 */
export function report(
  name: string,
  tables: readonly BenchTable[],
  machine: Machine = describeMachine(),
): void {
  const measuredAt = new Date().toISOString();
  console.log(`\n${machineLine(machine)}\n${measuredAt}\n`);
  for (const table of tables) console.log(`${markdown(table)}\n`);
  const folder = join('out', 'bench');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.json`);
  writeFileSync(path, `${JSON.stringify({ name, measuredAt, machine, tables }, undefined, 2)}\n`);
  console.log(`Kept in ${path}`);
}

/** A Markdown table whose numeric columns are aligned to the right. */
export function markdown(table: BenchTable): string {
  const body = table.rows.map(row => row.map(cellText));
  const widths = table.columns.map((column, index) =>
    Math.max(3, column.length, ...body.map(row => row[index]?.length ?? 0)),
  );
  const numeric = table.columns.map(
    (_, index) => table.rows.length > 0 && table.rows.every(row => typeof row[index] === 'number'),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths
      .map((width, index) =>
        numeric[index] ? (cells[index] ?? '').padStart(width) : (cells[index] ?? '').padEnd(width),
      )
      .join(' | ')} |`;
  const rule = widths.map((width, index) =>
    numeric[index] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [
    `### ${table.title}`,
    '',
    line(table.columns),
    `| ${rule.join(' | ')} |`,
    ...body.map(line),
    ...(table.notes?.length ? ['', ...table.notes] : []),
  ].join('\n');
}

/** Four significant digits, without an exponent from a thousandth to a million. */
function cellText(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  if (Number.isInteger(cell)) return String(cell);
  const size = Math.abs(cell);
  return size >= 1000 && size < 1e6 ? cell.toFixed(0) : cell.toPrecision(4);
}
