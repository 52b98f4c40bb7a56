import { viewKinds } from '../../src-main/contract/cells.js';
import type { CellView } from '../../src-main/contract/notebook.js';
import type { ViewOutput } from '../../src-main/contract/outputs.js';
import { PAPER_CADENCES } from '../charts/cadences.js';
import type { Selection } from '../state/selection.svelte.js';

/** Whose life a view shows, through which model, and when. */
export interface Followed {
  readonly run: string;
  readonly dataset: string;
  /** Null while nobody is chosen. */
  readonly user: string | null;
  /** Null until the playhead stands somewhere. */
  readonly atMs: number | null;
  /** The cell names its own user or time and does not follow the selection in it. */
  readonly pinned: boolean;
}

type Config = CellView['config'];

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number'
      ? String(value)
      : null;

/** What a cell shows: what its settings name, else the shared selection. */
export function followed(
  config: Config,
  { run, dataset, atMs: ownAt }: ViewOutput,
  selection: Pick<Selection, 'user' | 'atMs' | 'dataset'>,
): Followed {
  const own = text(config?.user);
  const shared = selection.dataset === null || selection.dataset === dataset;
  const user = own ?? (shared ? selection.user : null);
  const follows = user !== null && user === selection.user && shared;
  return {
    run,
    dataset,
    user,
    atMs: ownAt ?? (follows ? selection.atMs : null),
    pinned: own !== null || ownAt !== undefined,
  };
}

/** Whom an output of a cell shows, where the cell is a view on one user; else null. */
export function userShown(
  { kind, config }: Pick<CellView, 'kind' | 'config'>,
  value: unknown,
  selection: Pick<Selection, 'user' | 'atMs' | 'dataset'>,
): string | null {
  if (!(viewKinds as ReadonlySet<string>).has(kind)) return null;
  // The engine wrote the value for that kind.
  return followed(config, value as ViewOutput, selection).user;
}

/** Cadences that a cell names, as a list or with commas; the paper's three otherwise. */
export function cadencesOf(config: Config): readonly string[] {
  const named = config?.cadences;
  const list = typeof named === 'string' ? named.split(',') : Array.isArray(named) ? named : [];
  const words = list.filter(word => typeof word === 'string').map(word => word.trim());
  return words.length > 0 ? words : PAPER_CADENCES;
}

/** A whole number among the settings, within bounds. */
export function wholeOf(config: Config, name: string, otherwise: number, most: number): number {
  const value = config?.[name];
  return typeof value === 'number' && Number.isInteger(value) && value >= 1
    ? Math.min(most, value)
    : otherwise;
}
