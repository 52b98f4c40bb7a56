import type { Table } from '../cells/cell-kind.js';
import { count as written } from '../widgets/format.js';
import { isNumeric } from '../widgets/table-order.js';
import { cellText, headText, rowsOf } from '../widgets/table-text.js';

/** A file is read, not queried: of longer tables it holds the first rows, and says so. */
const MOST_ROWS = 1000;

/** A table as it stands in an exported notebook: folded, its rows with the full value for sorting. */
export function tableHtml(table: Table): string {
  const rows = rowsOf(table);
  const shown = Math.min(rows, MOST_ROWS);
  const numeric = table.columns.map(isNumeric);
  const ofKind = (column: number) => (numeric[column] ? ' class="number"' : '');
  const heads = table.columns
    .map(
      (column, at) =>
        `<th scope="col"${ofKind(at)}><button type="button">${escapeHtml(headText(column))}</button></th>`,
    )
    .join('');
  const lines = Array.from({ length: shown }, (_, row) => {
    const cells = table.columns.map((column, at) => {
      const value = column.values[row];
      const known = value === null || value === undefined || Number.isNaN(value) ? '' : value;
      return `<td${ofKind(at)} data-value="${escapeHtml(String(known))}">${escapeHtml(cellText(column, row))}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const count =
    shown < rows
      ? `${written(shown)} of ${written(rows)} rows; the CSV export has all`
      : `${written(rows)} ${rows === 1 ? 'row' : 'rows'}`;
  return `<details data-rows><summary>${escapeHtml(table.title)} <span>${count}</span></summary><div><table><thead><tr>${heads}</tr></thead><tbody>${lines.join('')}</tbody></table></div></details>`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
