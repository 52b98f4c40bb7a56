import type { BatchDrafter } from './batch-draft.js';
import { ExactDrawCounter } from './log-q.js';

/** Rows after which the pre-pass stops, once every sequence of an epoch was drawn. */
const PRE_PASS_ROWS = 1_000_000;

/**
 * The pre-pass behind log Q: counts, over the sampler's own draws of whole epochs, how often each pin
 * is a row's positive. Ends after an epoch or a million rows, whichever is later, and at most 64 epochs.
 * `drafter` has a label of its own, so that training does not see the same draws again.
 */
export function countDraws(
  drafter: BatchDrafter,
  batchUsers: number,
  pinCount: number,
): ExactDrawCounter {
  const counter = new ExactDrawCounter(new Int32Array(pinCount));
  const stepsPerEpoch = Math.ceil(drafter.epochLength / batchUsers);
  for (let epoch = 0; epoch < 64; epoch++) {
    for (let step = 0; step < stepsPerEpoch; step++)
      for (const pin of drafter.draw(epoch * stepsPerEpoch + step).rowPin) counter.add(pin);
    if (counter.total >= PRE_PASS_ROWS) break;
  }
  return counter;
}
