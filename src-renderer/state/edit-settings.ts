import { getContext, setContext } from 'svelte';

const KEY = Symbol('edit settings');

/** What opens the settings of the cell in which a view stands. */
export function setEditSettings(edit: () => void): void {
  setContext(KEY, edit);
}

/** Undefined where a view stands in no cell that can be edited. */
export function getEditSettings(): (() => void) | undefined {
  return getContext<(() => void) | undefined>(KEY);
}
