import type { Change } from '../../src-main/contract/moment.js';
import { sightOf } from '../follow/playhead-steps.js';
import { count } from '../widgets/format.js';

/** A change of the past in the list of what is tried, with a number that stays its own. */
export interface Edit {
  readonly id: number;
  readonly change: Change;
}

/** The list with one change more. A second change of an action takes the place of its first. */
export function withChange(edits: readonly Edit[], change: Change): readonly Edit[] {
  const id = edits.reduce((most, edit) => Math.max(most, edit.id), 0) + 1;
  const others =
    change.kind === 'insert'
      ? edits
      : edits.filter(edit => edit.change.kind === 'insert' || edit.change.action !== change.action);
  return [...others, { id, change }];
}

/** All actions of a group left out; those that were moved are dropped instead. */
export function withDropped(edits: readonly Edit[], actions: ArrayLike<number>): readonly Edit[] {
  return Array.from(actions).reduce(
    (list, action) => withChange(list, { kind: 'drop', action }),
    edits,
  );
}

export function withoutEdit(edits: readonly Edit[], id: number): readonly Edit[] {
  return edits.filter(edit => edit.id !== id);
}

/** An action of the past is changed by one edit at most; undefined when by none. */
export function editOf(edits: readonly Edit[], action: number): Edit | undefined {
  return edits.find(({ change }) => change.kind !== 'insert' && change.action === action);
}

/**
 * What the embedding of an instant could see of the changes: an inserted action before it, or an action
 * that stood before it or was moved there.
 */
export function seenChanges(
  edits: readonly Edit[],
  atMs: number,
  actionAtMs: ArrayLike<number>,
): readonly Change[] {
  return edits
    .map(({ change }) => change)
    .filter(change => {
      if (change.kind === 'insert') return change.atMs < atMs;
      const was = (actionAtMs[change.action] ?? Number.POSITIVE_INFINITY) < atMs;
      return was || (change.kind === 'retime' && change.atMs < atMs);
    });
}

/** The earliest instant that sees the same actions and changes as a playhead. */
export function changedSight(
  edits: readonly Edit[],
  atMs: number,
  actionAtMs: ArrayLike<number>,
): number {
  return edits.reduce(
    (sight, { change }) =>
      change.kind === 'drop' || change.atMs >= atMs ? sight : Math.max(sight, change.atMs + 1),
    sightOf({ atMs: actionAtMs }, atMs),
  );
}

/** Euclidean distance of two unit embeddings, 0 to 2; NaN when one of them is none. */
export function distanceMoved(cosine: number): number {
  return Math.sqrt(Math.max(0, 2 - 2 * cosine));
}

/** Pins of the list afterwards that were not in it before. */
export function changedResults(
  before: readonly { readonly pin: number }[],
  after: readonly { readonly pin: number }[],
): number {
  const had = new Set(before.map(({ pin }) => pin));
  return after.filter(({ pin }) => !had.has(pin)).length;
}

/** How many actions the model reads where that is another number now: one moved far back is left out. */
export function readWords([before, after]: readonly [number, number]): string {
  if (before === after) return '';
  return `The model reads ${count(after)} ${after === 1 ? 'action' : 'actions'} instead of ${count(before)}.`;
}
