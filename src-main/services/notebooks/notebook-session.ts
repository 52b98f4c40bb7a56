import { StudioError } from '../../base/errors.js';
import type { NotebookEdit } from '../../contract/api.js';
import { cheapKinds, isCellKind } from '../../contract/cells.js';
import type {
  CellOutput,
  CellView,
  NotebookEvent,
  NotebookView,
  Problem,
} from '../../contract/notebook.js';
import { PROSE, printBlocks } from '../../notebook/document.js';
import { fileProblems } from '../../notebook/file-problems.js';
import { mergeMarkProblems } from '../../notebook/merge-marks.js';
import { CellRuns } from './cell-runs.js';
import { summaryOf } from './cell-summary.js';
import type { RunWhat } from './cells-to-run.js';
import type { ExecuteOptions } from './execute.js';
import { KeptOutputs } from './kept-outputs.js';
import { OpenDocument } from './open-document.js';
import { ProseValues } from './prose-values.js';
import { unknownCell } from './unknown-cell.js';

export interface SessionOptions extends ExecuteOptions {
  readonly path: string;
  readonly outputsFolder: string;
}

/**
 * One open notebook, shared by all windows that show it: its document, its outputs, and what of it runs.
 * Every change is told to the listeners and written to the file soon after.
 */
export class NotebookSession {
  readonly #name: string;
  readonly #document: OpenDocument;
  readonly #outputs: KeptOutputs;
  readonly #runs: CellRuns;
  readonly #values: ProseValues;
  readonly #listeners = new Set<(event: NotebookEvent) => void>();
  #problems: readonly Problem[] = [];
  #revision = 0;
  #told = new Map<string, string>();

  constructor(options: SessionOptions) {
    const { path, outputsFolder, now } = options;
    this.#name = options.name;
    this.#outputs = new KeptOutputs(outputsFolder);
    this.#values = new ProseValues(key => this.#outputs.read(key));
    this.#document = new OpenDocument({
      path,
      outputsFolder,
      now,
      onState: () => this.#tell(),
      onChanged: () => this.#replan(),
      onRenamed: (from, to) => this.#outputs.rename(from, to),
    });
    this.#runs = new CellRuns(options, this.#document, this.#outputs, () => this.#tell());
  }

  /** Reads the file and what its cells showed last; nothing is computed. */
  async open(): Promise<void> {
    await this.#document.open();
    await this.#outputs.open();
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
    return this.#runs.isRunning;
  }

  view(): NotebookView {
    return {
      ...this.#frame(),
      cells: this.#document.current.blocks.map(block => this.#cellView(block.id)),
    };
  }

  /** Looks again at data sets and runs that cells name, and at the outputs that are kept. */
  async refresh(): Promise<void> {
    await this.#runs.refresh();
    await this.#outputs.refresh();
    this.#replan();
  }

  /** Applies an edit; gives the ids of the cells that it made or changed. */
  edit(edit: NotebookEdit): readonly string[] {
    return this.#document.edit(edit);
  }

  /** Queues what is to run; cells that are done already are left out, but for `cell` itself. */
  run(what: RunWhat, cell: string | undefined): void {
    this.#document.refuseIfReadOnly();
    this.#runs.run(what, cell);
  }

  /** Lets a cell wait for its job again, which goes on. */
  follow(cell: string): void {
    this.#document.refuseIfReadOnly();
    this.#runs.follow(cell);
  }

  /** Id of a named cell and the key of the output that it would have now; undefined where it cannot run. */
  named(name: string): { readonly id: string; readonly key: string } | undefined {
    const id = this.#document.current.blocks.find(block => block.name === name)?.id ?? '';
    const key = this.#runs.plan.cells.get(id)?.key;
    return typeof key === 'string' ? { id, key } : undefined;
  }

  cancel(cell: string): void {
    this.#runs.cancel(cell);
  }

  async output(cell: string): Promise<CellOutput> {
    const output = await this.#outputs.shownBy(
      this.#document.nameOf(cell),
      this.#runs.stateOf(cell),
    );
    if (output) return output;
    throw new StudioError('NOT_FOUND', 'the cell has no output yet.', { remedy: 'Run it.' });
  }

  markdown(ids: readonly string[]): string {
    return printBlocks(this.#document.current.blocks.filter(block => ids.includes(block.id)));
  }

  /** Writes what is unsaved at once. */
  async save(): Promise<void> {
    await this.#document.save();
  }

  /** Stops what runs and settles what is unsaved. */
  async close(): Promise<void> {
    this.#runs.cancelAll();
    await this.#document.close();
  }

  #replan(): void {
    this.#problems = fileProblems(this.#document.current, isCellKind);
    this.#runs.replan();
  }

  #cellView(id: string): CellView {
    const block = this.#document.current.blocks.find(each => each.id === id);
    if (!block) throw unknownCell(id);
    const plan = this.#runs.plan.cells.get(id);
    const isUnknown = block.kind !== PROSE && !plan;
    return {
      id,
      kind: block.kind,
      name: block.name,
      source: block.source,
      config: plan?.config ?? null,
      summary: plan?.config ? summaryOf(plan.kind, plan.config) : '',
      problems: isUnknown
        ? [unknownKind(block.kind)]
        : (plan?.problems ?? mergeMarkProblems(block.source)),
      ...(block.kind === PROSE ? this.#valuesIn(block.source) : {}),
      state: this.#runs.stateOf(id) ?? { status: 'fresh' },
      inputs: (this.#runs.plan.graph.inputs.get(id) ?? []).map(input =>
        this.#document.nameOf(input),
      ),
      cheap: plan !== undefined && cheapKinds.has(plan.kind),
    };
  }

  #valuesIn(prose: string): Pick<CellView, 'values'> {
    const values = this.#values.of(prose, name => {
      const cell = this.#document.current.blocks.find(block => block.name === name);
      return cell && this.#runs.plan.cells.has(cell.id) ? this.#runs.stateOf(cell.id) : undefined;
    });
    return values ? { values } : {};
  }

  #frame(): Omit<NotebookView, 'cells'> {
    const { readOnly } = this.#document;
    return {
      name: this.#name,
      revision: this.#revision,
      problems: [...(readOnly ? [readOnly] : []), ...this.#problems],
      ...this.#document.facts,
    };
  }

  /** Tells the listeners what changed since they were told last: whole cells, never parts of them. */
  #tell(): void {
    this.#revision++;
    const cells: CellView[] = [];
    const told = new Map<string, string>();
    for (const { id } of this.#document.current.blocks) {
      const view = this.#cellView(id);
      const text = JSON.stringify(view);
      told.set(id, text);
      if (this.#told.get(id) !== text) cells.push(view);
    }
    this.#told = told;
    const event: NotebookEvent = {
      type: 'changed',
      notebook: this.#frame(),
      order: this.#document.current.blocks.map(block => block.id),
      cells,
    };
    for (const listener of this.#listeners) listener(event);
    void this.#values.load().then(found => found && this.#tell());
  }
}

function unknownKind(kind: string): Problem {
  return {
    severity: 'warning',
    message: `This version knows no cell of kind "${kind}"; it is kept as it is.`,
    line: 1,
    column: 1,
    length: 1,
    remedy: 'Open the notebook with the version that wrote it.',
  };
}
