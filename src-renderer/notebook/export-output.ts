import type { CellView } from '../../src-main/contract/notebook.js';
import type { AppState } from '../app/app-state.svelte.js';
import type { Table } from '../cells/cell-kind.js';
import { drawnFinely } from '../charts/written.svelte.js';
import { userShown } from '../follow/followed.js';
import type { Studio } from '../state/studio.js';
import { headText, tableMarkdown } from '../widgets/table-text.js';
import { pictureSvg, rasterise } from './picture.js';
import { provenanceText } from './provenance-parts.js';
import { cellKind } from './registry.js';
import type { Workbench } from './workbench.svelte.js';

export type TableFormat = 'csv' | 'parquet';

const nameOf = ({ notebook }: Workbench, { name, kind }: CellView) =>
  `${notebook.name}-${name ?? kind}`;

/** The active cell's tables on the clipboard, as Markdown. */
export async function copyOutput(bench: Workbench, app: AppState): Promise<void> {
  const { active } = bench;
  const tables = active ? await tablesOf(bench, active) : [];
  if (tables.length === 0) {
    app.toasts.show('This cell has no table to copy.');
    return;
  }
  const from = active ? sourceOf(bench, app, active) : '';
  await navigator.clipboard.writeText(withSource(tables, from));
  app.toasts.show('The output is on the clipboard, as Markdown.');
}

/** The active cell's main table as a file. */
export async function exportTable(
  bench: Workbench,
  app: AppState,
  format: TableFormat,
): Promise<void> {
  const { active } = bench;
  const [tables, kind] = active
    ? await Promise.all([tablesOf(bench, active), cellKind(active.kind)])
    : [[], null];
  const table = tables[kind?.exported ?? 0] ?? tables[0];
  if (!active || !table || table.columns.length === 0) {
    app.toasts.show('This cell has no table to export.');
    return;
  }
  const from = sourceOf(bench, app, active);
  await saveTable(app.studio, { ...table, from }, format, nameOf(bench, active));
}

/** Where a cell's output comes from, in one line; empty without an output. */
function sourceOf({ notebook }: Workbench, { studio }: AppState, cell: CellView): string {
  const output = notebook.outputs.get(cell.id);
  if (!output) return '';
  return provenanceText(output.provenance, userShown(cell, output.value, studio.selection));
}

/** Tables as Markdown, with the line that says where they come from below. */
export function withSource(tables: readonly Table[], from: string): string {
  return [...tables.map(tableMarkdown), ...(from === '' ? [] : [`*${from}*`])].join('\n\n');
}

/** One table as a file; `name` is the file's, without its ending. */
export async function saveTable(
  { client }: Studio,
  table: Table & { readonly from: string },
  format: TableFormat,
  name: string,
): Promise<void> {
  const columns = table.columns.map(column => ({
    name: headText(column),
    values: Array.from(column.values, value => value ?? null),
  }));
  const sent = { title: table.title, from: table.from, columns };
  const { bytes } = await client.notebooks.exportTable({ table: sent, format });
  save(`${name}.${format}`, new Blob([bytes.slice()]));
}

/** What the active cell shows, as a picture. */
export async function exportPicture(
  bench: Workbench,
  app: AppState,
  format: 'png' | 'svg',
): Promise<void> {
  const { active } = bench;
  const body = active && bench.elementOf(active.id)?.querySelector<HTMLElement>('[data-body]');
  if (!active || !body || body.clientHeight === 0) {
    app.toasts.show('This cell shows nothing that could be a picture.');
    return;
  }
  const name = nameOf(bench, active);
  const svg = await drawnFinely(() => pictureSvg(body, format === 'svg'));
  if (svg === null) {
    app.toasts.show('This output has no drawing of lines; export it as PNG.');
  } else if (format === 'svg') {
    save(`${name}.svg`, new Blob([svg.text], { type: 'image/svg+xml' }));
  } else save(`${name}.png`, await rasterise(svg));
}

/** The browser's way to hand over a file. */
export function save(fileName: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The tables behind what a cell shows now. */
export async function tablesOf(
  { notebook, tables }: Workbench,
  cell: CellView,
): Promise<readonly Table[]> {
  const kind = await cellKind(cell.kind);
  const output = notebook.outputs.get(cell.id);
  if (kind?.tables && output?.kind === kind.kind) {
    // The engine wrote the value for that kind.
    return kind.tables(output.value as Parameters<typeof kind.tables>[0]);
  }
  return tables.get(cell.id) ?? [];
}
