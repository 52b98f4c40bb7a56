import type { MomentRequest } from '../../src-main/contract/moment.js';
import { sightOf } from '../follow/playhead-steps.js';
import type { ShownLife } from '../follow/shown-life.js';
import { rested } from '../state/rested.svelte.js';

export interface RestedPlace {
  /** Whom and when to ask about. */
  readonly value: MomentRequest;
  /** An answer about `value` holds where the playhead stands now. */
  readonly current: boolean;
}

/**
 * Whose past to ask about, once the playhead has stood still. The instant is the earliest that sees the same
 * actions (or what `sight` says), so that a playhead moved between two actions asks nothing anew. Call it while
 * a component starts.
 */
export function restedPlace(
  life: () => ShownLife,
  milliseconds: number,
  sight = () => sightOf(life().timeline, life().atMs),
): RestedPlace {
  const now = $derived(JSON.stringify([life().run, life().user, sight()]));
  const still = rested(() => now, milliseconds);
  const value = $derived.by((): MomentRequest => {
    const [run, user, atMs] = JSON.parse(still.value) as [string, string, number];
    return { run, user, atMs };
  });
  return {
    get value() {
      return value;
    },
    get current() {
      return still.value === now;
    },
  };
}
