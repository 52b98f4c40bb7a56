import type { Rng } from '../../base/rng.js';
import { chooseSome } from '../choose-some.js';
import type { TrainingTimelines } from '../training-timelines.js';
import type { Objective, RowSink } from './objective.js';

const MS_PER_DAY = 86_400_000;

export interface DenseAllActionOptions {
  /** K: positives are taken from the K days after a position's action. */
  readonly windowDays: number;
  /** Most positions of a sequence that are drawn; each gives one row. */
  readonly positionsPerSequence: number;
}

/**
 * Dense all-action prediction (PinnerFormer §3.4.3): random positions of a sequence, each predicting
 * one random positive engagement of the K days after that position's action, (at, at + K d].
 */
export class DenseAllAction implements Objective {
  readonly name = 'denseAllAction';
  readonly weighting = 'equal';
  readonly maxRows: number;
  readonly #windowMs: number;

  constructor(options: DenseAllActionOptions) {
    this.maxRows = options.positionsPerSequence;
    this.#windowMs = options.windowDays * MS_PER_DAY;
  }

  hasPositive(timelines: TrainingTimelines, user: number, action: number): boolean {
    const first = timelines.firstLaterPositive[action]!;
    return (
      first < timelines.positiveOffsets[user + 1]! &&
      timelines.positiveAtMs[first]! <= timelines.atMs[action]! + this.#windowMs
    );
  }

  drawRows(
    timelines: TrainingTimelines,
    user: number,
    start: number,
    end: number,
    rng: Rng,
    sink: RowSink,
  ): void {
    const eligible: number[] = [];
    for (let action = start; action < end; action++)
      if (this.hasPositive(timelines, user, action)) eligible.push(action);
    for (const action of chooseSome(eligible, this.maxRows, rng)) {
      const first = timelines.firstLaterPositive[action]!;
      const last = this.#endOfWindow(timelines, user, action);
      sink(action, timelines.positivePin[first + rng.int(last - first)]!);
    }
  }

  /** Index after the last positive of the user at or before at + K d. */
  #endOfWindow(timelines: TrainingTimelines, user: number, action: number): number {
    const untilMs = timelines.atMs[action]! + this.#windowMs;
    let low = timelines.firstLaterPositive[action]!;
    let high = timelines.positiveOffsets[user + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (timelines.positiveAtMs[middle]! <= untilMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
