import { badInput, StudioError } from '../../base/errors.js';
import type { NotebookEdit } from '../../contract/api.js';
import { cheapKinds, isCellKind } from '../../contract/cells.js';
import type { JobProgress } from '../../contract/jobs.js';
import type {
  CellOutput,
  CellState,
  CellView,
  NotebookEvent,
  NotebookView,
  Problem,
  Provenance,
} from '../../contract/notebook.js';
import {
  type Block,
  type NotebookDocument,
  PROSE,
  parseNotebook,
  printBlocks,
} from '../../notebook/document.js';
import { freeName, newBlock } from '../../notebook/edits.js';
import { fileProblems, type ReadFile, whyReadOnly } from '../../notebook/file-problems.js';
import { neededBy, readersOf } from '../../notebook/graph.js';
import { History } from '../../notebook/history.js';
import { keepIds } from '../../notebook/match-ids.js';
import { mergeNotebooks } from '../../notebook/merge.js';
import { mergeMarkProblems } from '../../notebook/merge-marks.js';
import { toPlainError } from '../../rpc/errors.js';
import type { PlainError } from '../../rpc/protocol.js';
import { differences } from '../../train/run-record.js';
import { applyEdit } from './apply-edit.js';
import { CellIds } from './cell-ids.js';
import { type CellPlan, type Fingerprints, type NotebookPlan, planNotebook } from './cell-plan.js';
import { summaryOf } from './cell-summary.js';
import { type FileState, NotebookFile } from './notebook-file.js';
import { ProseValues } from './prose-values.js';
import { type ShownKeys, Snapshots } from './snapshots.js';

export interface ExecuteContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
  readonly cell: { readonly notebook: string; readonly name: string; readonly key: string };
}

/** What a cell gave, and what of its provenance only the one who computed it knows. */
export interface Executed {
  readonly value: unknown;
  readonly cached: boolean;
  readonly provenance?: Partial<Provenance> | undefined;
}

export type Execute = (plan: CellPlan, context: ExecuteContext) => Promise<Executed>;

export interface SessionOptions {
  readonly name: string;
  readonly path: string;
  readonly outputsFolder: string;
  readonly execute: Execute;
  readonly fingerprints: () => Promise<Fingerprints>;
  readonly codeVersion: string;
  readonly now: () => number;
}

/**
 * One open notebook, shared by all windows that show it: its document, its history, the states of its
 * cells, and what of it runs. Every change is told to the listeners and written to the file soon after.
 */
export class NotebookSession {
  readonly #options: SessionOptions;
  readonly #file: NotebookFile;
  readonly #snapshots: Snapshots;
  readonly #values: ProseValues;
  readonly #ids: CellIds;
  readonly #history = new History();
  readonly #listeners = new Set<(event: NotebookEvent) => void>();
  readonly #states = new Map<string, CellState>();
  readonly #running = new Map<string, AbortController>();
  readonly #failedKeys = new Map<string, string>();
  #queue: string[] = [];
  #document: NotebookDocument = { lead: '', blocks: [] };
  #plan: NotebookPlan = {
    graph: { inputs: new Map(), order: [], errors: new Map() },
    cells: new Map(),
  };
  #kept = new Set<string>();
  #shown: ShownKeys = {};
  #revision = 0;
  #told = new Map<string, string>();
  #fingerprints: Fingerprints = {
    dataset: () => undefined,
    run: () => undefined,
    everything: '',
  };
  /** The file's versions of cells that were changed here and there, by id. */
  #readOnly: Problem | undefined;
  #problems: readonly Problem[] = [];
  readonly #contested = new Map<string, Block>();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#snapshots = new Snapshots(options.outputsFolder);
    this.#ids = new CellIds(options.outputsFolder);
    this.#values = new ProseValues(key => this.#snapshots.read(key));
    this.#file = new NotebookFile(options.path, {
      onState: () => this.#tell(),
      onSaved: (text, document) => this.#ids.keep(text, document),
      onOutsideChange: file => this.#takeOutsideChange(file),
    });
  }

  /** Reads the file and what its cells showed last; nothing is computed. */
  async open(): Promise<void> {
    const file = await this.#file.open();
    this.#document = await this.#ids.restore(file.text, this.#parse(file.text));
    await this.#ids.keep(file.text, this.#document);
    this.#takeFile(this.#document, file);
    this.#shown = await this.#snapshots.shown();
    await this.#snapshots.prune(new Set(Object.values(this.#shown).map(({ key }) => key)));
    await this.refresh();
  }

  subscribe(listener: (event: NotebookEvent) => void): () => void {
    this.#listeners.add(listener);
    listener({ type: 'opened', notebook: this.view() });
    return () => this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  get isRunning(): boolean {
    return this.#running.size + this.#queue.length > 0;
  }

  view(): NotebookView {
    return {
      ...this.#frame(),
      cells: this.#document.blocks.map(block => this.#cellView(block.id)),
    };
  }

  /** Looks again at data sets and runs that cells name, and at the outputs that are kept. */
  async refresh(): Promise<void> {
    this.#fingerprints = await this.#options.fingerprints();
    this.#kept = await this.#snapshots.keys();
    this.#replan();
  }

  /** Applies an edit; resolves to the ids of the cells that it made or changed. */
  edit(edit: NotebookEdit): readonly string[] {
    this.#refuseIfReadOnly();
    if (edit.kind === 'settle') return this.#settle(edit.keep);
    const before = this.#document;
    const next =
      edit.kind === 'undo' || edit.kind === 'redo'
        ? { document: this.#history[edit.kind](before) ?? before, cells: [] }
        : applyEdit(
            before,
            edit,
            () => this.#ids.next(),
            text => this.#parse(text),
          );
    if (next.document === before) return next.cells;
    if (edit.kind !== 'undo' && edit.kind !== 'redo')
      this.#history.remember(
        before,
        this.#options.now(),
        edit.kind === 'source' ? edit.cell : undefined,
      );
    if (edit.kind === 'rename') this.#showUnder(before, next.document, edit.cell);
    this.#document = next.document;
    this.#file.save(this.#document);
    this.#replan();
    return next.cells;
  }

  /** Queues what is to run; cells that are done already are left out, but for `cell` itself. */
  run(what: 'cell' | 'toHere' | 'all' | 'outdated', cell: string | undefined): void {
    this.#refuseIfReadOnly();
    const { graph, cells } = this.#plan;
    const stale = (id: string) => this.#states.get(id)?.status !== 'done';
    let asked: string[];
    if (what === 'all' || what === 'outdated') {
      asked = graph.order.filter(id => what === 'all' || this.#states.get(id)?.status !== 'fresh');
      asked = asked.filter(stale);
    } else {
      const id = cell ?? '';
      if (!cells.has(id)) throw unknownCell(id);
      const place = this.#document.blocks.findIndex(block => block.id === id);
      const above = this.#document.blocks.slice(0, place + 1).map(block => block.id);
      const wanted = what === 'toHere' ? above.filter(each => cells.has(each)) : [id];
      const needed = new Set(wanted.flatMap(each => neededBy(graph, each)));
      asked = graph.order.filter(each => needed.has(each) && (each === id || stale(each)));
    }
    for (const id of asked) {
      this.#failedKeys.delete(id);
      if (!this.#queue.includes(id) && !this.#running.has(id)) this.#queue.push(id);
    }
    this.#advance();
  }

  /** Id of a named cell and the key of the output that it would have now; undefined where it cannot run. */
  named(name: string): { readonly id: string; readonly key: string } | undefined {
    const id = this.#document.blocks.find(block => block.name === name)?.id ?? '';
    const key = this.#plan.cells.get(id)?.key;
    return typeof key === 'string' ? { id, key } : undefined;
  }

  cancel(cell: string): void {
    const running = this.#running.get(cell);
    if (running) running.abort();
    else if (this.#queue.includes(cell)) {
      this.#queue = this.#queue.filter(id => id !== cell);
      this.#setState(cell, {
        status: 'cancelled',
        message: 'Taken out of the queue; nothing ran.',
      });
      this.#tell();
    }
  }

  async output(cell: string): Promise<CellOutput> {
    const state = this.#states.get(cell);
    const block = this.#document.blocks.find(({ id }) => id === cell);
    const key = state && 'key' in state ? state.key : this.#shown[block?.name ?? '']?.key;
    const snapshot = key === undefined ? undefined : await this.#snapshots.read(key);
    if (!snapshot || key === undefined)
      throw new StudioError('NOT_FOUND', 'the cell has no output yet.', { remedy: 'Run it.' });
    const { kind, value, provenance } = snapshot;
    return { key, kind, value, provenance };
  }

  markdown(ids: readonly string[]): string {
    return printBlocks(this.#document.blocks.filter(block => ids.includes(block.id)));
  }

  /** Writes what is unsaved at once. */
  async save(): Promise<void> {
    await this.#file.flush(this.#document);
  }

  /** Settles what is unsaved; what runs goes on until it ends or is cancelled. */
  async close(): Promise<void> {
    for (const running of this.#running.values()) running.abort();
    await this.#file.close(this.#document);
  }

  #parse(text: string): NotebookDocument {
    return parseNotebook(text, isCellKind, () => this.#ids.next());
  }

  /** What a cell showed stays with it under its new name. */
  #showUnder(before: NotebookDocument, after: NotebookDocument, cell: string): void {
    const nameIn = ({ blocks }: NotebookDocument) => blocks.find(({ id }) => id === cell)?.name;
    const [from, to] = [nameIn(before) ?? cell, nameIn(after)];
    const shown = this.#shown[from];
    if (!shown || !to) return;
    const { [from]: _, ...others } = this.#shown;
    this.#shown = { ...others, [to]: shown };
    // It is written with the next output, too.
    this.#snapshots.writeShown(this.#shown).catch(() => undefined);
  }

  /** Merges the file as somebody else wrote it, by cell; where both changed a cell the reader chooses. */
  #takeOutsideChange(file: ReadFile): void {
    const theirs = keepIds(this.#file.base, this.#parse(file.text));
    const { document, conflicts } = mergeNotebooks(this.#file.base, this.#document, theirs);
    const unsaved = this.#file.state !== 'saved';
    this.#takeFile(theirs, file);
    this.#history.remember(this.#document, this.#options.now());
    this.#document = document;
    for (const block of conflicts) this.#contested.set(block.id, block);
    if (unsaved && this.#contested.size === 0) this.#file.save(document, true);
    this.#replan();
  }

  #takeFile(document: NotebookDocument, file: ReadFile): void {
    this.#readOnly = whyReadOnly(document, file);
    this.#file.isRead(document, this.#readOnly === undefined);
  }

  #refuseIfReadOnly(): void {
    if (this.#readOnly)
      throw badInput(this.#readOnly.message, {
        where: `${this.#options.path}, line ${this.#readOnly.line}`,
        remedy: this.#readOnly.remedy ?? '',
      });
  }

  #settle(keep: 'ours' | 'theirs' | 'both'): readonly string[] {
    const cells = [...this.#contested.keys()];
    if (keep !== 'ours' && cells.length > 0) {
      this.#history.remember(this.#document, this.#options.now());
      const blocks = this.#document.blocks.flatMap(block => {
        const theirs = this.#contested.get(block.id);
        if (!theirs) return [block];
        return keep === 'theirs' ? [theirs] : [block, this.#besideOurs(theirs)];
      });
      this.#document = { ...this.#document, blocks };
    }
    this.#contested.clear();
    this.#file.save(this.#document, true);
    this.#replan();
    return cells;
  }

  /** The file's version as a cell of its own; names are unique. */
  #besideOurs(theirs: Block): Block {
    const name = theirs.name === null ? null : freeName(this.#document, theirs.name);
    return { ...newBlock(this.#ids.next(), { ...theirs, name }), gap: theirs.gap };
  }

  /** Reads the cells anew, derives their states, and starts cheap ones that may run. */
  #replan(): void {
    this.#plan = planNotebook(this.#document, this.#fingerprints);
    this.#problems = fileProblems(this.#document, isCellKind);
    for (const id of [...this.#states.keys()])
      if (!this.#plan.cells.has(id)) this.#states.delete(id);
    for (const id of this.#plan.graph.order) {
      if (this.#running.has(id) || this.#queue.includes(id)) continue;
      this.#setState(id, this.#derivedState(id));
    }
    this.#advance();
  }

  #derivedState(id: string): CellState {
    const key = this.#plan.cells.get(id)?.key ?? null;
    const state = this.#states.get(id);
    if (key !== null && state?.status === 'done' && state.key === key) return state;
    const name = this.#document.blocks.find(block => block.id === id)?.name ?? id;
    const shown = this.#shown[name];
    if (key !== null && this.#kept.has(key) && shown?.key === key)
      return { status: 'done', key, provenance: { ...shown.provenance, cached: true } };
    if (key !== null && this.#failedKeys.get(id) === key && state) return state;
    if (shown && this.#kept.has(shown.key))
      return {
        status: 'stale',
        key: shown.key,
        provenance: shown.provenance,
        because: this.#because(id, shown.config),
      };
    return { status: 'fresh' };
  }

  #because(id: string, oldConfig: unknown): string[] {
    const plan = this.#plan.cells.get(id);
    if (!plan?.config) return ['The cell cannot be read as it stands.'];
    // The run of a training is named after its settings, and says nothing of its own.
    const changed = differences(oldConfig, plan.config).filter(
      line => plan.kind !== 'train' || !line.startsWith('run:'),
    );
    if (changed.length > 0) return changed.slice(0, 5);
    return ['What it reads has changed.'];
  }

  /** Cheap cells run at once and beside each other, dear ones one after the other. */
  #advance(): void {
    for (const [id, plan] of this.#plan.cells)
      if (
        !this.#readOnly &&
        cheapKinds.has(plan.kind) &&
        plan.key !== null &&
        this.#failedKeys.get(id) !== plan.key &&
        this.#states.get(id)?.status !== 'done' &&
        !this.#queue.includes(id) &&
        !this.#running.has(id) &&
        this.#inputsDone(id)
      )
        this.#queue.push(id);
    for (const id of [...this.#queue]) this.#startWhenReady(id);
    this.#queue.forEach((id, index) => {
      const waitsFor = (this.#plan.graph.inputs.get(id) ?? []).find(input => !this.#isDone(input));
      this.#setState(id, {
        status: 'queued',
        place: index + 1,
        waitsFor: waitsFor === undefined ? 'the cell before it' : `#${this.#nameOf(waitsFor)}`,
      });
    });
    this.#tell();
  }

  #startWhenReady(id: string): void {
    const plan = this.#plan.cells.get(id);
    const drop = () => {
      this.#queue = this.#queue.filter(each => each !== id);
    };
    if (!plan?.config || plan.key === null) {
      drop();
      if (plan)
        this.#fail(id, {
          code: 'BAD_INPUT',
          message: plan.problems[0]?.message ?? 'a cell that it reads cannot be read.',
          remedy: plan.problems[0]?.remedy,
        });
      return;
    }
    const inputs = this.#plan.graph.inputs.get(id) ?? [];
    const stuck = inputs.find(
      input => !this.#isDone(input) && !this.#queue.includes(input) && !this.#running.has(input),
    );
    if (stuck !== undefined) {
      drop();
      this.#fail(id, {
        code: 'CONFLICT',
        message: `#${this.#nameOf(stuck)}, which it reads, has no result.`,
        remedy: `Run #${this.#nameOf(stuck)} first.`,
      });
      return;
    }
    const isCheap = cheapKinds.has(plan.kind);
    const dearUnderWay = [...this.#running.keys()].some(
      each => !cheapKinds.has(this.#plan.cells.get(each)?.kind ?? 'train'),
    );
    if (!this.#inputsDone(id) || (!isCheap && dearUnderWay)) return;
    drop();
    void this.#execute(id, plan, plan.key);
  }

  async #execute(id: string, plan: CellPlan, key: string): Promise<void> {
    const { execute, codeVersion, name: notebook, now } = this.#options;
    const cancelling = new AbortController();
    const startedAtMs = now();
    const name = this.#nameOf(id);
    this.#running.set(id, cancelling);
    this.#setState(id, { status: 'running', startedAtMs });
    this.#tell();
    try {
      const executed = await execute(plan, {
        signal: cancelling.signal,
        cell: { notebook, name, key },
        onProgress: progress => {
          if (!this.#running.has(id)) return;
          this.#setState(id, { status: 'running', startedAtMs, progress });
          this.#tell();
        },
      });
      const provenance: Provenance = {
        computedAtMs: now(),
        seconds: (now() - startedAtMs) / 1000,
        cached: executed.cached,
        codeVersion,
        ...executed.provenance,
      };
      await this.#snapshots.write(key, {
        version: 1,
        kind: plan.kind,
        value: executed.value,
        provenance,
      });
      this.#kept.add(key);
      this.#failedKeys.delete(id);
      this.#shown = { ...this.#shown, [name]: { key, config: plan.config, provenance } };
      await this.#snapshots.writeShown(this.#shown);
      this.#running.delete(id);
      this.#setState(id, { status: 'done', key, provenance });
      this.#fingerprints = await this.#options.fingerprints();
    } catch (error) {
      this.#running.delete(id);
      const plain = toPlainError(error);
      if (plain.code === 'CANCELLED')
        this.#setState(id, { status: 'cancelled', message: plain.message });
      else this.#fail(id, plain);
      this.#failedKeys.set(id, key);
      this.#queue = this.#queue.filter(each => !readersOf(this.#plan.graph, [id]).includes(each));
    }
    this.#replan();
  }

  #fail(id: string, error: PlainError): void {
    this.#failedKeys.set(id, this.#plan.cells.get(id)?.key ?? '');
    this.#setState(id, { status: 'failed', error });
  }

  #inputsDone(id: string): boolean {
    return (this.#plan.graph.inputs.get(id) ?? []).every(input => this.#isDone(input));
  }

  #isDone(id: string): boolean {
    return this.#states.get(id)?.status === 'done';
  }

  #nameOf(id: string): string {
    return this.#document.blocks.find(block => block.id === id)?.name ?? id;
  }

  #setState(id: string, state: CellState): void {
    this.#states.set(id, state);
  }

  #cellView(id: string): CellView {
    const block = this.#document.blocks.find(each => each.id === id);
    if (!block) throw unknownCell(id);
    const plan = this.#plan.cells.get(id);
    const isUnknown = block.kind !== PROSE && !plan;
    return {
      id,
      kind: block.kind,
      name: block.name,
      source: block.source,
      config: plan?.config ?? null,
      summary: plan?.config ? summaryOf(plan.kind, plan.config) : '',
      problems: isUnknown
        ? [
            {
              severity: 'warning',
              message: `This version knows no cell of kind "${block.kind}"; it is kept as it is.`,
              line: 1,
              column: 1,
              length: 1,
              remedy: 'Open the notebook with the version that wrote it.',
            },
          ]
        : (plan?.problems ?? mergeMarkProblems(block.source)),
      ...(block.kind === PROSE ? this.#valuesIn(block.source) : {}),
      state: this.#states.get(id) ?? { status: 'fresh' },
      inputs: (this.#plan.graph.inputs.get(id) ?? []).map(input => this.#nameOf(input)),
      cheap: plan !== undefined && cheapKinds.has(plan.kind),
    };
  }

  #valuesIn(prose: string): Pick<CellView, 'values'> {
    const values = this.#values.of(prose, name => {
      const cell = this.#document.blocks.find(block => block.name === name);
      return cell && this.#plan.cells.has(cell.id) ? this.#states.get(cell.id) : undefined;
    });
    return values ? { values } : {};
  }

  #frame(): Omit<NotebookView, 'cells'> {
    const file: FileState = this.#file.facts;
    return {
      name: this.#options.name,
      revision: this.#revision,
      problems: [...(this.#readOnly ? [this.#readOnly] : []), ...this.#problems],
      readOnly: this.#readOnly !== undefined,
      ...file,
      canUndo: this.#history.canUndo,
      canRedo: this.#history.canRedo,
      ...(this.#contested.size === 0
        ? {}
        : {
            conflict: {
              cells: [...this.#contested.keys()].map(id => this.#nameOf(id)),
              theirs: printBlocks([...this.#contested.values()]),
            },
          }),
    };
  }

  /** Tells the listeners what changed since they were told last: whole cells, never parts of them. */
  #tell(): void {
    this.#revision++;
    const cells: CellView[] = [];
    const told = new Map<string, string>();
    for (const { id } of this.#document.blocks) {
      const view = this.#cellView(id);
      const text = JSON.stringify(view);
      told.set(id, text);
      if (this.#told.get(id) !== text) cells.push(view);
    }
    this.#told = told;
    const event: NotebookEvent = {
      type: 'changed',
      notebook: this.#frame(),
      order: this.#document.blocks.map(block => block.id),
      cells,
    };
    for (const listener of this.#listeners) listener(event);
    void this.#values.load().then(found => found && this.#tell());
  }
}

function unknownCell(id: string): StudioError {
  return new StudioError('NOT_FOUND', `the notebook has no cell "${id}".`, {
    remedy: 'It may have been deleted in another window; undo brings it back.',
  });
}
