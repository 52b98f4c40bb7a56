import { getContext, hasContext, onDestroy, setContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';

const AROUND = Symbol('held place');

/** The place of something on the page, which keeps its height while what will fill it is on the way. */
export class HeldPlace {
  readonly #waits = new SvelteSet<() => boolean>();
  /** Something within has nothing to show yet. */
  readonly held: boolean = $derived([...this.#waits].some(waits => waits()));

  /** Holds while `waits`, until the answer is called. */
  hold(waits: () => boolean): () => void {
    this.#waits.add(waits);
    return () => void this.#waits.delete(waits);
  }
}

/** The place of all that a component draws. Call it while the component starts. */
export function placeAround(): HeldPlace {
  return setContext(AROUND, new HeldPlace());
}

/** Holds the place around a component, if there is one, while `waits`. Call it while the component starts. */
export function holdPlace(waits: () => boolean): void {
  if (hasContext(AROUND)) onDestroy(getContext<HeldPlace>(AROUND).hold(waits));
}
