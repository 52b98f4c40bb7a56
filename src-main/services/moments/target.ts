import { StudioError } from '../../base/errors.js';
import type { MomentRequest, TargetView, UserTimeline } from '../../contract/moment.js';
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
  const action = nextEngagement(columns, pin, atMs, columns.trainedMs);
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
      cadence,
      rank,
      // A refresh, always earlier, has read its own millisecond; realtime what came before the engagement's.
      seenUntilMs: Math.min(cutOffMs + 1, found.atMs),
      unseen: Int32Array.from({ length: Math.max(0, action - end) }, (_, i) => end + i),
    })),
    indexPins: found.indexPins,
  };
}

/** The first positive engagement with a pin at an instant or later, and after t; −1 without one. */
export function nextEngagement(
  columns: Pick<UserTimeline, 'atMs' | 'pin' | 'positive'>,
  pin: number,
  atMs: number,
  trainedMs: number,
): number {
  return columns.pin.findIndex((each, action) => {
    const engagedMs = columns.atMs[action]!;
    const later = engagedMs >= atMs && engagedMs > trainedMs;
    return later && each === pin && columns.positive[action] === 1;
  });
}
