import type { Rng } from '../../base/rng.js';
import type { TrainingTimelines } from '../training-timelines.js';

/** Receives one loss row: a position of the sequence and the positive pin that it must predict. */
export type RowSink = (action: number, positivePin: number) => void;

/** How the rows of one user share that user's weight. */
export type RowWeighting = 'equal' | 'newestHalf';

/** What an objective draws from a sequence, and how its rows are weighted (PinnerFormer §3.4). */
export interface Objective {
  readonly name: string;
  readonly weighting: RowWeighting;
  /** Most rows that one sequence can give. */
  readonly maxRows: number;
  /** Whether the position at `action` has an eligible positive of this objective. */
  hasPositive(timelines: TrainingTimelines, user: number, action: number): boolean;
  /**
   * Draws the rows of the sequence of actions [start, end) of `user`, at least one when any of its
   * positions has an eligible positive. Positions are distinct.
   */
  drawRows(
    timelines: TrainingTimelines,
    user: number,
    start: number,
    end: number,
    rng: Rng,
    sink: RowSink,
  ): void;
}
