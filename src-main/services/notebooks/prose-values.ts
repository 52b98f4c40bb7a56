import type { CellState, PlainValue, ProseValue } from '../../contract/notebook.js';
import { referencesInProse } from '../../notebook/references.js';
import { valueAt } from '../../notebook/value-at.js';
import type { Snapshot } from './snapshots.js';

/** What prose says of cells, out of their outputs; an output is read once for all that is asked of it. */
export class ProseValues {
  readonly #read: (key: string) => Promise<Snapshot | undefined>;
  /** By key of the output, then by path; undefined where the output has no such value. */
  readonly #found = new Map<string, Map<string, PlainValue | undefined>>();
  readonly #wanted = new Map<string, Set<string>>();

  constructor(read: (key: string) => Promise<Snapshot | undefined>) {
    this.#read = read;
  }

  /** The values of a text as far as they are known; `load` reads those that are not. */
  of(
    text: string,
    stateOf: (name: string) => CellState | undefined,
  ): Record<string, ProseValue> | undefined {
    const references = referencesInProse(text);
    if (references.length === 0) return undefined;
    return Object.fromEntries(
      references.map(({ reference, name, path }) => [
        reference,
        this.#valueOf(name, path, stateOf(name)),
      ]),
    );
  }

  /** Reads what was asked for; true when there is something to tell. */
  async load(): Promise<boolean> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    for (const [key, paths] of wanted) {
      const snapshot = await this.#read(key);
      const found = this.#found.get(key) ?? new Map<string, PlainValue | undefined>();
      for (const path of paths) found.set(path, valueAt(snapshot?.value, path));
      this.#found.set(key, found);
    }
    return wanted.length > 0;
  }

  #valueOf(name: string, path: string, state: CellState | undefined): ProseValue {
    if (!state) return { state: 'missing', why: `There is no cell #${name}.` };
    if (!('key' in state)) return { state: 'awaited', why: `#${name} has no output yet.` };
    const found = this.#found.get(state.key);
    if (!found?.has(path)) {
      const paths = this.#wanted.get(state.key) ?? new Set();
      this.#wanted.set(state.key, paths.add(path));
      return { state: 'awaited', why: `#${name} is being read.` };
    }
    const value = found.get(path);
    if (value === undefined)
      return { state: 'missing', why: `The output of #${name} has no single value at ${path}.` };
    return { state: state.status === 'done' ? 'current' : 'stale', value };
  }
}
