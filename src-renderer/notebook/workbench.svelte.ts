import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { CellView } from '../../src-main/contract/notebook.js';
import type { Table } from '../cells/cell-kind.js';
import type { NotebookState } from '../state/notebook.svelte.js';
import { isTexts, readPreference, writePreference } from '../state/preferences.js';
import { BodyHeights, isKeptHeights } from './body-heights.js';
import {
  afterDelete,
  afterLoss,
  type CellRange,
  cellsOf,
  moveTarget,
  noCell,
  step,
} from './cell-range.js';
import type { Mode } from './keys.js';

/** What a cell's element on the page can do for the workbench. */
export interface CellElement {
  element(): HTMLElement | undefined;
  /** Takes the focus in command mode. */
  focus(): void;
  /** Puts the cursor into its source. */
  edit(): void;
}

/** How one reader stands in an open notebook: which cells are chosen, folded, shown as tables, edited. */
export class Workbench {
  range = $state.raw<CellRange>(noCell);
  mode = $state<Mode>('command');
  /** By name where they have one: ids last only as long as the notebook is open. */
  readonly #folded: SvelteSet<string>;
  readonly sourceOpen = new SvelteSet<string>();
  readonly asTable = new SvelteSet<string>();
  /** Tables that views on the selection show now. */
  readonly tables = new SvelteMap<string, readonly Table[]>();
  readonly chosen: readonly string[] = $derived.by(() => cellsOf(this.range, this.notebook.order));
  /** What is reserved for bodies that are not drawn yet. */
  readonly heights: BodyHeights;
  /** Pixels of the sheet that all cells stand on. */
  sheetWidth = $state(0);
  /** All bodies are built, however far away: for an export. */
  showAll = $state(false);
  /** Cells that are being dragged. */
  dragged = $state.raw<readonly string[]>([]);
  readonly #elements = new Map<string, CellElement>();
  /** A cell that is to be edited as soon as it stands on the page. */
  #editNext: string | null = null;

  constructor(readonly notebook: NotebookState) {
    this.#folded = new SvelteSet(readPreference(`folded.${notebook.name}`, isTexts, []));
    this.heights = new BodyHeights(readPreference(`heights.${notebook.name}`, isKeptHeights, {}));
  }

  get active(): CellView | undefined {
    return this.range.active === null ? undefined : this.notebook.cells.get(this.range.active);
  }

  get readOnly(): boolean {
    return this.notebook.head?.readOnly ?? true;
  }

  /** A cell's element comes and goes with its component. */
  register(cell: string, element: CellElement): () => void {
    this.#elements.set(cell, element);
    if (this.#editNext === cell) {
      this.#editNext = null;
      queueMicrotask(() => this.edit(cell));
    }
    return () => {
      if (this.#elements.get(cell) === element) this.#elements.delete(cell);
    };
  }

  select(cell: string, extend = false): void {
    this.range = { anchor: extend ? (this.range.anchor ?? cell) : cell, active: cell };
  }

  /** Chooses a cell and brings it into the window. */
  goTo(cell: string): void {
    this.select(cell);
    this.#focusActive();
  }

  selectAll(): void {
    const { order } = this.notebook;
    this.range = { anchor: order[0] ?? null, active: order.at(-1) ?? null };
  }

  step(by: number, extend = false): void {
    this.range = step(this.range, this.notebook.order, by, extend);
    this.#focusActive();
  }

  edit(cell: string): void {
    if (this.readOnly) return;
    this.range = { anchor: cell, active: cell };
    const view = this.notebook.cells.get(cell);
    if (view) this.#folded.delete(foldKey(view));
    if (view?.kind !== 'prose') this.sourceOpen.add(cell);
    this.mode = 'edit';
    const element = this.#elements.get(cell);
    if (element) element.edit();
    else this.#editNext = cell;
  }

  /** Back to command mode, with the focus on the cell. */
  leave(): void {
    this.mode = 'command';
    this.#focusActive();
  }

  /** Command mode, as after a run in Jupyter; nothing where nothing is edited. */
  endEditing(): void {
    if (this.mode === 'edit') this.leave();
  }

  /** An active cell that is gone gives its place, and the focus that it took along, to its neighbour. */
  followOrder(before: readonly string[]): void {
    const range = afterLoss(this.range, before, this.notebook.order);
    if (range === this.range) return;
    this.range = range;
    this.mode = 'command';
    if (document.activeElement === document.body) this.#focusActive();
  }

  async insert(before: string | null, cellKind: string, source?: string): Promise<void> {
    const [made] = await this.notebook.edit({
      kind: 'insert',
      before,
      cellKind,
      ...(source === undefined ? {} : { source }),
    });
    if (made === undefined) return;
    this.select(made);
    this.edit(made);
  }

  /** The cell that stands after another one, or null at the end. */
  after(cell: string | null): string | null {
    if (cell === null) return null;
    return this.notebook.order[this.notebook.order.indexOf(cell) + 1] ?? null;
  }

  /** Deletes the chosen cells; the answer says how many. */
  async remove(cells: readonly string[] = this.chosen): Promise<number> {
    if (cells.length === 0) return 0;
    const next = afterDelete(this.notebook.order, cells);
    await this.notebook.edit({ kind: 'delete', cells: [...cells] });
    this.range = next;
    this.#focusActive();
    return cells.length;
  }

  async shift(by: -1 | 1): Promise<void> {
    const before = moveTarget(this.notebook.order, this.chosen, by);
    if (before === undefined) return;
    await this.notebook.edit({ kind: 'move', cells: [...this.chosen], before });
    this.#focusActive();
  }

  async drop(before: string | null): Promise<void> {
    const cells = this.dragged;
    this.dragged = [];
    if (cells.length === 0 || (before !== null && cells.includes(before))) return;
    await this.notebook.edit({ kind: 'move', cells: [...cells], before });
  }

  async paste(markdown: string): Promise<void> {
    const before = this.after(this.range.active);
    const made = await this.notebook.edit({ kind: 'paste', before, markdown });
    if (made.length === 0) return;
    this.range = { anchor: made[0] ?? null, active: made.at(-1) ?? null };
    this.#focusActive();
  }

  isFolded(cell: CellView): boolean {
    return this.#folded.has(foldKey(cell));
  }

  /** Folds cells, or unfolds them when the first one is folded. */
  toggleFold(cells: readonly string[] = this.chosen): void {
    const keys = cells.flatMap(id => {
      const cell = this.notebook.cells.get(id);
      return cell && cell.kind !== 'prose' ? [foldKey(cell)] : [];
    });
    const fold = !this.#folded.has(keys[0] ?? '');
    for (const key of keys) {
      if (fold) this.#folded.add(key);
      else this.#folded.delete(key);
    }
    writePreference(`folded.${this.notebook.name}`, [...this.#folded]);
  }

  toggleTable(cells: readonly string[] = this.chosen): void {
    const table = !this.asTable.has(cells[0] ?? '');
    for (const cell of cells) {
      if (table) this.asTable.add(cell);
      else this.asTable.delete(cell);
    }
  }

  /** Remembers the heights of bodies for the next time that this notebook is opened. */
  keepHeights(): void {
    const names = new Set(this.notebook.list.flatMap(({ name }) => name ?? []));
    if (names.size > 0) writePreference(`heights.${this.notebook.name}`, this.heights.kept(names));
  }

  toggleSource(cell: string): void {
    if (!this.sourceOpen.delete(cell)) this.sourceOpen.add(cell);
  }

  /** The element of a cell on the page, for exports. */
  elementOf(cell: string): HTMLElement | undefined {
    return this.#elements.get(cell)?.element();
  }

  #focusActive(): void {
    const { active } = this.range;
    // The page has to show what an edit changed before the focus can go there.
    if (active !== null) requestAnimationFrame(() => this.#elements.get(active)?.focus());
  }
}

function foldKey({ name, id }: CellView): string {
  return name ?? id;
}
