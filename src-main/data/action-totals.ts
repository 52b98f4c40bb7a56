import type { Manifest } from './manifest.js';
import type { ActionBlock } from './staged-actions.js';

/** What a manifest says of all actions together, counted while they are appended. */
export class ActionTotals {
  positives = 0;
  /** +Infinity while there is no action. */
  firstAtMs = Number.POSITIVE_INFINITY;
  /** -Infinity while there is no action. */
  lastAtMs = Number.NEGATIVE_INFINITY;

  /** Goes on from those of the generation before. */
  load({ counts, firstAtMs, lastAtMs }: Manifest): void {
    this.positives = counts.positives;
    this.firstAtMs = firstAtMs;
    this.lastAtMs = lastAtMs;
  }

  add({ length, atMs, positive }: ActionBlock): void {
    for (let row = 0; row < length; row++) {
      const at = atMs[row]!;
      this.positives += positive[row]!;
      if (at < this.firstAtMs) this.firstAtMs = at;
      if (at > this.lastAtMs) this.lastAtMs = at;
    }
  }
}
