import { cheapKinds } from '../../contract/cells.js';
import type { CellState } from '../../contract/notebook.js';
import { readersOf } from '../../notebook/graph.js';
import type { PlainError } from '../../rpc/protocol.js';
import {
  type CellPlan,
  type Fingerprints,
  type NotebookPlan,
  planNotebook,
  whyUnread,
} from './cell-plan.js';
import { cellsToRun, type RunWhat } from './cells-to-run.js';
import { derivedState } from './derived-state.js';
import { endedState } from './ended-state.js';
import type { ExecuteOptions } from './execute.js';
import type { KeptOutputs } from './kept-outputs.js';
import type { OpenDocument } from './open-document.js';
import { TakingUp } from './taking-up.js';

/** One cell under way, and what it was when it began. */
interface CellRun {
  readonly plan: CellPlan;
  readonly key: string;
  readonly startedAtMs: number;
  readonly cancelling: AbortController;
}

/** What of a notebook runs, waits and is done: the states of its cells, and who comes next. */
export class CellRuns {
  readonly #options: ExecuteOptions;
  readonly #document: OpenDocument;
  readonly #outputs: KeptOutputs;
  readonly #tell: () => void;
  readonly #states = new Map<string, CellState>();
  readonly #running = new Map<string, CellRun>();
  readonly #failedKeys = new Map<string, string>();
  readonly #takingUp: TakingUp;
  #queue: string[] = [];
  #plan: NotebookPlan = {
    graph: { inputs: new Map(), order: [], errors: new Map() },
    cells: new Map(),
  };
  #fingerprints: Fingerprints | undefined;

  constructor(
    options: ExecuteOptions,
    document: OpenDocument,
    outputs: KeptOutputs,
    tell: () => void,
  ) {
    this.#options = options;
    this.#document = document;
    this.#outputs = outputs;
    this.#takingUp = new TakingUp(outputs, () => this.replan());
    this.#tell = tell;
  }

  get plan(): NotebookPlan {
    return this.#plan;
  }

  get isRunning(): boolean {
    return this.#running.size + this.#queue.length > 0;
  }

  stateOf(id: string): CellState | undefined {
    return this.#states.get(id);
  }

  /** Looks again at data sets and runs that cells name. */
  async refresh(): Promise<void> {
    this.#fingerprints = await this.#options.fingerprints();
  }

  /** Queues what is to run; cells that are done already are left out, but for `cell` itself. */
  run(what: RunWhat, cell: string | undefined): void {
    this.#enqueue(what, cell);
    this.#advance();
  }

  /** Lets a cell wait for its job, which goes on: beside what runs, as the job has its own place. */
  follow(cell: string): void {
    this.#enqueue('cell', cell);
    this.#advance(cell);
  }

  #enqueue(what: RunWhat, cell: string | undefined): void {
    const asked = cellsToRun(what, cell, {
      plan: this.#plan,
      order: this.#document.current.blocks.map(({ id }) => id),
      stateOf: id => this.#states.get(id),
    });
    for (const id of asked) {
      this.#failedKeys.delete(id);
      if (!this.#queue.includes(id) && !this.#running.has(id)) this.#queue.push(id);
    }
  }

  cancel(cell: string): void {
    const running = this.#running.get(cell);
    if (running) running.cancelling.abort();
    else if (this.#queue.includes(cell)) {
      this.#drop(cell);
      this.#states.set(cell, {
        status: 'cancelled',
        message: 'Taken out of the queue; nothing ran.',
      });
      this.#tell();
    }
  }

  cancelAll(): void {
    for (const { cancelling } of this.#running.values()) cancelling.abort();
  }

  /** Reads the cells anew, derives their states, and starts cheap ones that may run. */
  replan(): void {
    if (this.#fingerprints) this.#plan = planNotebook(this.#document.current, this.#fingerprints);
    for (const id of [...this.#states.keys()])
      if (!this.#plan.cells.has(id)) this.#states.delete(id);
    for (const id of this.#plan.graph.order) {
      if (this.#running.has(id) || this.#queue.includes(id)) continue;
      this.#states.set(id, this.#derivedState(id));
      this.#takeUp(id);
    }
    this.#advance();
  }

  /** A dear cell whose settings come to what was computed before is not computed again. */
  #takeUp(id: string): void {
    const plan = this.#plan.cells.get(id);
    const key = plan?.key ?? null;
    if (plan === undefined || key === null || cheapKinds.has(plan.kind)) return;
    if (this.#isDone(id) || this.#failedKeys.get(id) === key || !this.#outputs.has(key)) return;
    this.#takingUp.take(id, key, this.#document.nameOf(id), plan);
  }

  #derivedState(id: string): CellState {
    const plan = this.#plan.cells.get(id);
    const state = this.#states.get(id);
    const endedWith = this.#failedKeys.get(id);
    const name = this.#document.nameOf(id);
    const { brokenOff, name: notebook } = this.#options;
    return derivedState({ plan, state, endedWith, name }, this.#outputs, key =>
      brokenOff({ notebook, name, key }),
    );
  }

  /** Cheap cells run at once and beside each other, dear ones one after the other, but for the one `beside` them. */
  #advance(beside?: string): void {
    for (const [id, plan] of this.#plan.cells)
      if (this.#startsByItself(id, plan)) this.#queue.push(id);
    const started = this.#queue.filter(id => this.#startsWhenReady(id, id === beside));
    this.#queue.forEach((id, index) => {
      const waitsFor = this.#inputsOf(id).find(input => !this.#isDone(input));
      this.#states.set(id, {
        status: 'queued',
        place: index + 1,
        waitsFor:
          waitsFor === undefined ? 'the cell before it' : `#${this.#document.nameOf(waitsFor)}`,
      });
    });
    // All at once: a window lays out anew but once.
    this.#tell();
    for (const id of started) void this.#execute(id);
  }

  #startsByItself(id: string, { kind, key }: CellPlan): boolean {
    return (
      !this.#document.readOnly &&
      cheapKinds.has(kind) &&
      key !== null &&
      this.#failedKeys.get(id) !== key &&
      !this.#isDone(id) &&
      !this.#queue.includes(id) &&
      !this.#running.has(id) &&
      this.#inputsOf(id).every(input => this.#isDone(input))
    );
  }

  /** Whether the cell runs from now on; one that never can has failed. */
  #startsWhenReady(id: string, beside: boolean): boolean {
    const plan = this.#plan.cells.get(id);
    if (!plan?.config || plan.key === null) {
      this.#drop(id);
      if (plan) this.#fail(id, whyUnread(plan));
      return false;
    }
    const inputs = this.#inputsOf(id);
    const stuck = inputs.find(
      input => !this.#isDone(input) && !this.#queue.includes(input) && !this.#running.has(input),
    );
    if (stuck !== undefined) {
      const name = this.#document.nameOf(stuck);
      this.#drop(id);
      this.#fail(id, {
        code: 'CONFLICT',
        message: `#${name}, which it reads, has no result.`,
        remedy: `Run #${name} first.`,
      });
      return false;
    }
    const dearUnderWay = [...this.#running.keys()].some(
      each => !cheapKinds.has(this.#plan.cells.get(each)?.kind ?? 'train'),
    );
    const waits = dearUnderWay && !beside && !cheapKinds.has(plan.kind);
    if (waits || !inputs.every(input => this.#isDone(input))) return false;
    this.#drop(id);
    const startedAtMs = this.#options.now();
    this.#states.set(id, { status: 'running', startedAtMs });
    this.#running.set(id, { plan, key: plan.key, startedAtMs, cancelling: new AbortController() });
    return true;
  }

  async #execute(id: string): Promise<void> {
    const run = this.#running.get(id);
    if (!run) return;
    const { plan, key, startedAtMs, cancelling } = run;
    const { execute, brokenOff, codeVersion, name: notebook, now } = this.#options;
    const name = this.#document.nameOf(id);
    const cell = { notebook, name, key };
    try {
      const executed = await execute(plan, {
        signal: cancelling.signal,
        cell,
        onProgress: progress => {
          if (!this.#running.has(id)) return;
          this.#states.set(id, { status: 'running', startedAtMs, progress });
          this.#tell();
        },
      });
      const provenance = {
        computedAtMs: now(),
        seconds: (now() - startedAtMs) / 1000,
        cached: executed.cached,
        codeVersion,
        ...executed.provenance,
      };
      await this.#outputs.keep(name, key, plan, { value: executed.value, provenance });
      this.#failedKeys.delete(id);
      this.#running.delete(id);
      this.#states.set(id, { status: 'done', key, provenance });
      await this.refresh();
    } catch (error) {
      this.#running.delete(id);
      this.#states.set(id, endedState(error, brokenOff(cell)));
      this.#failedKeys.set(id, key);
      this.#leaveReaders(id, name);
    }
    this.replan();
  }

  /** Whoever was to run after a cell that has no result does not, and says so where it shows nothing else. */
  #leaveReaders(id: string, name: string): void {
    const readers = readersOf(this.#plan.graph, [id]);
    const left = this.#queue.filter(each => readers.includes(each));
    this.#queue = this.#queue.filter(each => !left.includes(each));
    for (const each of left) {
      const plan = this.#plan.cells.get(each);
      // A cheap one starts by itself as soon as it can.
      if (!plan?.key || cheapKinds.has(plan.kind)) continue;
      if (this.#outputs.stale(this.#document.nameOf(each), plan)) continue;
      this.#failedKeys.set(each, plan.key);
      this.#states.set(each, {
        status: 'cancelled',
        message: `Not run, since #${name}, which it reads, has no result.`,
      });
    }
  }

  #fail(id: string, error: PlainError): void {
    this.#failedKeys.set(id, this.#plan.cells.get(id)?.key ?? '');
    this.#states.set(id, { status: 'failed', error });
  }

  #drop(id: string): void {
    this.#queue = this.#queue.filter(each => each !== id);
  }

  #inputsOf(id: string): readonly string[] {
    return this.#plan.graph.inputs.get(id) ?? [];
  }

  #isDone(id: string): boolean {
    return this.#states.get(id)?.status === 'done';
  }
}
