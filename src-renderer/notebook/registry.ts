import type { CellKindName } from '../../src-main/contract/outputs.js';
import type { CellKind } from '../cells/cell-kind.js';

/** What the insert menu says of each kind, in the order in which an experiment uses them. */
export const kinds: readonly { readonly kind: CellKindName; readonly says: string }[] = [
  { kind: 'import', says: 'a log of actions, from files' },
  { kind: 'world', says: 'a synthetic data set with known interests' },
  { kind: 'dataset', says: 'a data set of the workspace' },
  { kind: 'profile', says: 'what the data set is like' },
  { kind: 'train', says: 'a model on a data set' },
  { kind: 'simulate', says: 'once, daily and realtime, replayed' },
  { kind: 'timeline', says: 'one user, one instant' },
  { kind: 'attention', says: 'what the newest action attends to' },
  { kind: 'retrieve', says: 'the pins nearest to the user' },
  { kind: 'target', says: 'how far each cadence was from an engaged pin' },
  { kind: 'map', says: 'pins and users on a plane' },
  { kind: 'diversity', says: 'interest entropy and coverage' },
  { kind: 'users', says: 'which users gain, which lose' },
  { kind: 'compare', says: 'two runs, user by user' },
  { kind: 'sql', says: 'a question to the data' },
  { kind: 'index', says: 'an approximate index of the pins' },
];

/** Each kind's module, loaded when a cell of it is first seen. It exports one CellKind. */
const modules = import.meta.glob<Readonly<Record<string, CellKind>>>('../cells/*/index.ts');
const loaded = new Map<string, Promise<CellKind | null>>();

/** The kind of a cell; null for a word that this version does not know, whose source is shown. */
export function cellKind(kind: string): Promise<CellKind | null> {
  const known = loaded.get(kind);
  if (known) return known;
  const load = modules[`../cells/${kind}/index.ts`];
  const found = load ? load().then(exported => kindIn(exported, kind)) : Promise.resolve(null);
  loaded.set(kind, found);
  // A chunk that could not be fetched is asked for again the next time.
  found.catch(() => loaded.delete(kind));
  return found;
}

/** Whether this version knows cells of the kind, without loading it. */
export function isKnown(kind: string): boolean {
  return `../cells/${kind}/index.ts` in modules;
}

function kindIn(exported: Readonly<Record<string, CellKind>>, kind: string): CellKind | null {
  return Object.values(exported).find(member => member.kind === kind) ?? null;
}
