import type { UserTimeline } from '../../src-main/contract/moment.js';

/** What a view on one user at one instant has before it asks anything of its own. */
export interface ShownLife {
  readonly run: string;
  readonly dataset: string;
  readonly user: string;
  /** The playhead: embeddings see the actions strictly before it. */
  readonly atMs: number;
  /** t: when the model's training ended. */
  readonly trainedUntilMs: number;
  /** The cell has its own user or time; its playhead does not move. */
  readonly pinned: boolean;
  readonly timeline: UserTimeline;
}
