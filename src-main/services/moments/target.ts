import { StudioError } from '../../base/errors.js';
import type { MomentRequest, TargetView } from '../../contract/moment.js';
import type { Serving } from '../serving/serving.js';
import type { Asking } from './asking.js';
import { onePinCard } from './pin-cards.js';

/** Where each cadence ranked a pin when the user engaged with it, from the instant and t on. */
export async function rankedTarget(
  serving: Serving,
  request: MomentRequest & { readonly pin: number; readonly cadences: readonly string[] },
  asking: Asking,
): Promise<TargetView> {
  const { run, user, atMs, pin, cadences } = request;
  const columns = await serving.userTimeline({ run, user }, { signal: asking.signal });
  const from = Math.max(atMs, columns.trainedMs);
  const action = columns.pin.findIndex(
    (each, i) => each === pin && columns.positive[i] === 1 && columns.atMs[i]! >= from,
  );
  if (action < 0)
    throw new StudioError(
      'NOT_FOUND',
      'the user does not engage with this pin after the instant.',
      { remedy: 'Choose an engagement of the 14 days after training ended.' },
    );
  const found = await serving.targetRanks(
    { run, user, action, cadences: cadences.join(',') },
    asking,
  );
  return {
    pin: await onePinCard(serving, columns.dataset, pin),
    engagedAtMs: found.atMs,
    ranks: found.ranks.map(({ cadence, cutOffMs, rank, end }) => ({
      ...{ cadence, seenUntilMs: cutOffMs + 1, rank },
      unseen: Int32Array.from({ length: Math.max(0, action - end) }, (_, i) => end + i),
    })),
    indexPins: found.indexPins,
  };
}
