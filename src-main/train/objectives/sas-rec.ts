import type { Rng } from '../../base/rng.js';
import { chooseSome } from '../choose-some.js';
import type { TrainingTimelines } from '../training-timelines.js';
import type { Objective, RowSink, RowWeighting } from './objective.js';

export interface SasRecOptions {
  /** Most positions of a sequence that give rows; null takes every one, as SASRec does. */
  readonly positionsPerSequence: number | null;
  /** M: no sequence is longer. */
  readonly maxLength: number;
  /** `equal`: half of a user's weight at the newest position, half shared by the others (A.4.4). */
  readonly e1Weight: 'equal' | 'none';
}

/**
 * SASRec with sampled softmax (PinnerFormer §3.4.1, A.4.4): every position predicts the user's next
 * action where that is a positive engagement. With fewer positions than there are, the newest is
 * always among them and the others are drawn, so that both means stay unbiased.
 */
export class SasRec implements Objective {
  readonly name = 'sasrec';
  readonly weighting: RowWeighting;
  readonly maxRows: number;

  constructor(options: SasRecOptions) {
    this.weighting = options.e1Weight === 'equal' ? 'newestHalf' : 'equal';
    this.maxRows = Math.min(options.positionsPerSequence ?? options.maxLength, options.maxLength);
  }

  hasPositive(timelines: TrainingTimelines, _user: number, action: number): boolean {
    return timelines.nextPositivePin[action]! >= 0;
  }

  drawRows(
    timelines: TrainingTimelines,
    user: number,
    start: number,
    end: number,
    rng: Rng,
    sink: RowSink,
  ): void {
    const newest = end - 1;
    const readsNewest = this.hasPositive(timelines, user, newest);
    const others: number[] = [];
    for (let action = start; action < newest; action++)
      if (this.hasPositive(timelines, user, action)) others.push(action);
    for (const action of chooseSome(others, this.maxRows - (readsNewest ? 1 : 0), rng))
      sink(action, timelines.nextPositivePin[action]!);
    if (readsNewest) sink(newest, timelines.nextPositivePin[newest]!);
  }
}
