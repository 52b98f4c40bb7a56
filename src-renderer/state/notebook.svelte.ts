import { SvelteMap } from 'svelte/reactivity';
import type { Api, NotebookEdit } from '../../src-main/contract/api.js';
import type {
  CellOutput,
  CellView,
  NotebookEvent,
  NotebookView,
} from '../../src-main/contract/notebook.js';
import { RpcError } from '../../src-main/rpc/errors.js';
import type { ClientOf } from '../../src-main/rpc/procedure.js';

/** How long typing rests before it goes to the engine. */
const REST_MS = 150;
/** After a lost connection; the client itself waits for the next one. */
const AGAIN_MS = 1000;

/** What it asks of the engine. */
export type NotebookClient = Pick<
  ClientOf<Api>['notebooks'],
  'open' | 'edit' | 'run' | 'cancel' | 'output'
>;

/** Text that is ahead of the engine: waiting to be sent, or sent and not yet told back. */
interface Ahead {
  timer: ReturnType<typeof setTimeout> | undefined;
  sending: number;
}

/**
 * The open notebook as the engine tells of it, and the text that was typed since. Typing never waits:
 * `drafts` holds what the engine does not know yet, and `sourceOf` prefers it.
 */
export class NotebookState {
  head = $state.raw<Omit<NotebookView, 'cells'> | null>(null);
  order = $state.raw<readonly string[]>([]);
  readonly cells = new SvelteMap<string, CellView>();
  readonly outputs = new SvelteMap<string, CellOutput>();
  readonly drafts = new SvelteMap<string, string>();
  error = $state.raw<Error | null>(null);
  readonly list = $derived(this.order.flatMap(id => this.cells.get(id) ?? []));
  /** Something was typed that the engine has not told back yet. */
  readonly isAhead = $derived(
    [...this.drafts].some(([id, text]) => this.cells.get(id)?.source !== text),
  );
  /** Called once, before the next change that is made in this window. */
  beforeNextEdit: (() => void) | undefined;
  readonly #ahead = new Map<string, Ahead>();
  #flushed = Promise.resolve();
  /** The output that was asked for last, by key, and when it is here. */
  readonly #asked = new Map<string, { readonly key: string; readonly comes: Promise<void> }>();

  constructor(
    private readonly client: NotebookClient,
    readonly name: string,
    private readonly onError: (error: unknown) => void,
    private readonly onCell: (before: CellView | undefined, cell: CellView) => void = () => {},
  ) {}

  /** Listens until the answer is called; what was typed last is sent before. */
  open(): () => void {
    const stop = this.client.open(
      { name: this.name },
      event => this.apply(event),
      error => {
        this.error = error;
      },
    );
    return () => {
      void this.flush();
      stop();
    };
  }

  apply(event: NotebookEvent): void {
    if (event.type === 'opened') {
      const { cells, ...head } = event.notebook;
      this.head = head;
      const lost = this.#carryOver(cells);
      this.#forget(new Set(cells.map(cell => cell.id)));
      for (const cell of cells) this.#take(cell, false);
      this.order = cells.map(cell => cell.id);
      for (const edit of lost) {
        void this.edit(edit);
        this.onError(goneCell());
      }
      return;
    }
    this.head = event.notebook;
    this.#forget(new Set(event.order));
    for (const cell of event.cells) this.#take(cell, true);
    this.order = event.order;
  }

  sourceOf(cell: string): string {
    return this.drafts.get(cell) ?? this.cells.get(cell)?.source ?? '';
  }

  /** The text of a cell as it is being typed. */
  type(cell: string, source: string): void {
    if (source === this.sourceOf(cell)) return;
    this.#toldOfEdit();
    this.drafts.set(cell, source);
    const ahead = this.#ahead.get(cell) ?? { timer: undefined, sending: 0 };
    clearTimeout(ahead.timer);
    ahead.timer = setTimeout(() => void this.#send(cell), REST_MS);
    this.#ahead.set(cell, ahead);
  }

  /**
   * Sends what rests still; every other edit and every run comes after what was typed before it, and
   * those that wait for it go on in the order in which they were asked for.
   */
  flush(): Promise<void> {
    const waiting = [...this.#ahead].filter(([, ahead]) => ahead.timer !== undefined);
    const sent = waiting.map(([cell]) => this.#send(cell));
    this.#flushed = Promise.all([this.#flushed, ...sent]).then(() => undefined);
    return this.#flushed;
  }

  /** Names of the cells that the edit made or touched; empty when it failed, which is told. */
  async edit(edit: NotebookEdit): Promise<readonly string[]> {
    this.#toldOfEdit();
    try {
      await this.flush();
      return (await this.client.edit({ notebook: this.name, edit })).cells;
    } catch (error) {
      this.onError(error);
      return [];
    }
  }

  async run(what: 'cell' | 'toHere' | 'all' | 'outdated', cell?: string): Promise<void> {
    try {
      await this.flush();
      await this.client.run({
        notebook: this.name,
        what,
        ...(cell === undefined ? {} : { cell }),
      });
    } catch (error) {
      this.onError(error);
    }
  }

  async cancel(cell: string): Promise<void> {
    try {
      await this.client.cancel({ notebook: this.name, cell });
    } catch (error) {
      this.onError(error);
    }
  }

  /** Fetches what a cell shows, unless it is there already; the old output stays until the new one comes. */
  async loadOutput(cell: string): Promise<void> {
    const view = this.cells.get(cell);
    if (!view || view.kind === 'prose' || view.state.status === 'fresh') return;
    const wanted = 'key' in view.state ? view.state.key : 'latest';
    if (wanted === 'latest' && this.outputs.has(cell)) return;
    const asked = this.#asked.get(cell);
    if (asked?.key === wanted) return asked.comes;
    const comes = this.#fetchOutput(cell, wanted);
    this.#asked.set(cell, { key: wanted, comes });
    return comes;
  }

  #toldOfEdit(): void {
    this.beforeNextEdit?.();
    this.beforeNextEdit = undefined;
  }

  async #fetchOutput(cell: string, key: string): Promise<void> {
    const isWanted = () => this.#asked.get(cell)?.key === key;
    try {
      const output = await this.client.output({ notebook: this.name, cell });
      if (isWanted()) this.outputs.set(cell, output);
    } catch (error) {
      if (isWanted()) this.#asked.delete(cell);
      if (codeOf(error) !== 'NOT_FOUND' && codeOf(error) !== 'CANCELLED') this.onError(error);
    }
  }

  #take(cell: CellView, known: boolean): void {
    const before = this.cells.get(cell.id);
    this.cells.set(cell.id, cell);
    const ahead = this.#ahead.get(cell.id);
    const caughtUp = this.drafts.get(cell.id) === cell.source;
    const nothingUnderWay = !ahead || (ahead.timer === undefined && ahead.sending === 0);
    if (caughtUp || nothingUnderWay) this.drafts.delete(cell.id);
    if (known) this.onCell(before, cell);
  }

  /**
   * After a lost connection a cell may have come back under another id: what was typed in it goes to the
   * cell of its name, else to the one of the text that it had. Gives the edits that keep the rest.
   */
  #carryOver(cells: readonly CellView[]): NotebookEdit[] {
    const here = new Set(cells.map(({ id }) => id));
    const free = cells.filter(({ id }) => !this.cells.has(id));
    const lost: NotebookEdit[] = [];
    for (const [id, draft] of [...this.drafts]) {
      const was = this.cells.get(id);
      if (here.has(id) || !was) continue;
      const { kind, name, source } = was;
      const is =
        free.find(each => each.kind === kind && name !== null && each.name === name) ??
        free.find(each => each.kind === kind && each.source === source);
      if (!is) {
        const called = name === null ? {} : { name };
        lost.push({ kind: 'insert', before: null, cellKind: kind, source: draft, ...called });
      } else {
        this.cells.set(is.id, is);
        this.type(is.id, draft);
      }
    }
    return lost;
  }

  /** Drops what belongs to cells that are gone. */
  #forget(here: ReadonlySet<string>): void {
    for (const id of this.cells.keys()) {
      if (here.has(id)) continue;
      clearTimeout(this.#ahead.get(id)?.timer);
      this.#ahead.delete(id);
      this.#asked.delete(id);
      this.cells.delete(id);
      this.drafts.delete(id);
      this.outputs.delete(id);
    }
  }

  /** Text whose answer a lost connection took along is sent again: the engine may not have it. */
  async #send(cell: string): Promise<void> {
    const ahead = this.#ahead.get(cell);
    if (!ahead) return;
    clearTimeout(ahead.timer);
    ahead.timer = undefined;
    const source = this.drafts.get(cell);
    if (source === undefined) return;
    ahead.sending++;
    try {
      await this.client.edit({ notebook: this.name, edit: { kind: 'source', cell, source } });
    } catch (error) {
      if (codeOf(error) === 'UNAVAILABLE')
        ahead.timer ??= setTimeout(() => void this.#send(cell), AGAIN_MS);
      else this.onError(error);
    } finally {
      ahead.sending--;
    }
  }
}

function goneCell(): RpcError {
  return new RpcError({
    code: 'CONFLICT',
    message: 'a cell that was being written is gone from the notebook.',
    remedy: 'What was typed stands in a new cell at the end.',
  });
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
