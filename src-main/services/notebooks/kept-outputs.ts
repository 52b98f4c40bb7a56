import { semanticsVersions } from '../../contract/cells.js';
import type { CellOutput, CellState, Provenance } from '../../contract/notebook.js';
import { differences } from '../../train/run-record.js';
import type { CellPlan } from './cell-plan.js';
import { type ShownKeys, type Snapshot, Snapshots } from './snapshots.js';

/** Outputs that the cells of a notebook have given, and which of them each showed last. */
export class KeptOutputs {
  readonly #snapshots: Snapshots;
  #kept = new Set<string>();
  #shown: ShownKeys = {};

  constructor(folder: string) {
    this.#snapshots = new Snapshots(folder);
  }

  async open(): Promise<void> {
    this.#shown = await this.#snapshots.shown();
    await this.#snapshots.prune(new Set(Object.values(this.#shown).map(({ key }) => key)));
  }

  /** Looks again at which outputs are there. */
  async refresh(): Promise<void> {
    this.#kept = await this.#snapshots.keys();
  }

  read(key: string): Promise<Snapshot | undefined> {
    return this.#snapshots.read(key);
  }

  /** The output that a cell shows, or showed last; undefined where there is none any more. */
  async shownBy(name: string, state: CellState | undefined): Promise<CellOutput | undefined> {
    const key = state && 'key' in state ? state.key : this.#shown[name]?.key;
    const snapshot = key === undefined ? undefined : await this.read(key);
    if (!snapshot || key === undefined) return undefined;
    const { kind, value, provenance } = snapshot;
    return { key, kind, value, provenance };
  }

  /** Keeps what a cell gave; it is what the cell of this name shows. */
  async keep(
    name: string,
    key: string,
    plan: CellPlan,
    output: Omit<Snapshot, 'version' | 'kind'>,
  ) {
    await this.#snapshots.write(key, { version: 1, kind: plan.kind, ...output });
    this.#kept.add(key);
    await this.#show(name, key, plan, output.provenance);
  }

  /** Whether there is an output of this key, whichever cell and settings it was of. */
  has(key: string): boolean {
    return this.#kept.has(key);
  }

  /** Lets the cell of this name show an output that is there already; false when it cannot be read any more. */
  async adopt(name: string, key: string, plan: CellPlan): Promise<boolean> {
    const snapshot = await this.read(key);
    if (snapshot === undefined) {
      this.#kept.delete(key);
      return false;
    }
    await this.#show(name, key, plan, snapshot.provenance);
    return true;
  }

  async #show(name: string, key: string, plan: CellPlan, provenance: Provenance): Promise<void> {
    const semanticsVersion = semanticsVersions[plan.kind];
    const shown = { key, config: plan.config, semanticsVersion, provenance };
    this.#shown = { ...this.#shown, [name]: shown };
    await this.#snapshots.writeShown(this.#shown);
  }

  /** What a cell showed stays with it under its new name. */
  rename(from: string, to: string): void {
    const shown = this.#shown[from];
    if (!shown) return;
    const { [from]: _, ...others } = this.#shown;
    this.#shown = { ...others, [to]: shown };
    // It is written with the next output, too.
    this.#snapshots.writeShown(this.#shown).catch(() => undefined);
  }

  /** Provenance of the output that a cell showed last, when that is of this key. */
  current(name: string, key: string): Provenance | undefined {
    const shown = this.#shown[name];
    return shown?.key === key && this.#kept.has(key) ? shown.provenance : undefined;
  }

  /** The state of a cell whose output is of other settings or other data. */
  stale(name: string, plan: CellPlan | undefined): CellState | undefined {
    const shown = this.#shown[name];
    if (!shown || !this.#kept.has(shown.key)) return undefined;
    const { key, provenance } = shown;
    return { status: 'stale', key, provenance, because: because(plan, shown) };
  }
}

function because(plan: CellPlan | undefined, shown: ShownKeys[string]): string[] {
  if (!plan?.config) return ['The cell cannot be read as it stands.'];
  // The run of a training is named after its settings, and says nothing of its own.
  const changed = differences(shown.config, plan.config).filter(
    line => plan.kind !== 'train' || !line.startsWith('run:'),
  );
  if (changed.length > 0) return changed.slice(0, 5);
  // Outputs of before it was noted are not known to be of another meaning.
  const { semanticsVersion = semanticsVersions[plan.kind] } = shown;
  return semanticsVersion === semanticsVersions[plan.kind]
    ? ['What it reads has changed.']
    : ['This version of the program computes it in another way.'];
}
