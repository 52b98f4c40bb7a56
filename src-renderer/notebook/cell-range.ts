/** Which cells are chosen together, and where the next one stands: pure, over the order of the cells. */

/** The chosen cells: all between the anchor and the active one, both included. */
export interface CellRange {
  readonly anchor: string | null;
  readonly active: string | null;
}

export const noCell: CellRange = { anchor: null, active: null };

/** The cells of a range in the order of the notebook; empty when neither end is there any more. */
export function cellsOf(range: CellRange, order: readonly string[]): readonly string[] {
  const active = range.active === null ? -1 : order.indexOf(range.active);
  if (active < 0) return [];
  const anchor = range.anchor === null ? active : order.indexOf(range.anchor);
  const other = anchor < 0 ? active : anchor;
  return order.slice(Math.min(active, other), Math.max(active, other) + 1);
}

/** The range after a step of `by` cells; it stops at the ends and begins at the first or last. */
export function step(
  range: CellRange,
  order: readonly string[],
  by: number,
  extend = false,
): CellRange {
  if (order.length === 0) return noCell;
  const at = range.active === null ? -1 : order.indexOf(range.active);
  const next =
    at < 0 ? (by > 0 ? 0 : order.length - 1) : Math.max(0, Math.min(order.length - 1, at + by));
  const active = order[next] as string;
  return { anchor: extend ? (range.anchor ?? active) : active, active };
}

/** The cell that is active once `gone` are deleted: the one after them, else the one before. */
export function afterDelete(order: readonly string[], gone: readonly string[]): CellRange {
  const last = Math.max(...gone.map(cell => order.indexOf(cell)));
  const rest = new Set(gone);
  const next =
    order.slice(last + 1).find(cell => !rest.has(cell)) ??
    order.slice(0, last + 1).findLast(cell => !rest.has(cell)) ??
    null;
  return { anchor: next, active: next };
}

/** The range in a new order: where its active cell is gone, the next one that is left, else the one before. */
export function afterLoss(
  range: CellRange,
  before: readonly string[],
  order: readonly string[],
): CellRange {
  const left = new Set(order);
  const at = range.active === null || left.has(range.active) ? -1 : before.indexOf(range.active);
  if (at < 0) return range;
  const next =
    before.slice(at).find(cell => left.has(cell)) ??
    before.slice(0, at).findLast(cell => left.has(cell)) ??
    null;
  return { anchor: next, active: next };
}

/** The cell before which the chosen ones land when they move one place up or down; undefined: they cannot. */
export function moveTarget(
  order: readonly string[],
  chosen: readonly string[],
  by: -1 | 1,
): string | null | undefined {
  if (chosen.length === 0) return undefined;
  const first = order.indexOf(chosen[0] as string);
  const last = order.indexOf(chosen[chosen.length - 1] as string);
  if (by < 0) return first > 0 ? order[first - 1] : undefined;
  if (last === order.length - 1) return undefined;
  return order[last + 2] ?? null;
}
