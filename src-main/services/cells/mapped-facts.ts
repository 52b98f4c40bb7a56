import type { MapOutput } from '../../contract/outputs.js';
import type { PinTable, Timelines } from '../../data/columns.js';
import { firstInterest } from '../serving/describe-pin.js';

/** What of a data set is read. */
export interface MappedDataset {
  readonly timelines: Pick<Timelines, 'offsets' | 'pin'>;
  readonly pins: Pick<PinTable, 'count' | 'interestOffsets' | 'interests' | 'interestNames'>;
}

/**
 * Actions and interests of a map's points, pins first and then users, both by row: actions in all of the
 * data; a pin's first interest, and for a user that of most actions, of equals the one with the lower index.
 */
export function mappedFacts(
  { timelines, pins: table }: MappedDataset,
  pins: Int32Array,
  users: Int32Array,
): Pick<MapOutput, 'actions' | 'interest'> {
  const onPin = new Int32Array(table.count);
  for (const pin of timelines.pin) onPin[pin]!++;
  const actions = new Int32Array(pins.length + users.length);
  const interest = new Int16Array(actions.length);
  pins.forEach((pin, place) => {
    actions[place] = onPin[pin]!;
    interest[place] = firstInterest(table, pin);
  });
  const counts = new Uint32Array(table.interestNames.length);
  users.forEach((user, i) => {
    const own = timelines.pin.subarray(timelines.offsets[user], timelines.offsets[user + 1]);
    counts.fill(0);
    for (const pin of own) {
      const first = firstInterest(table, pin);
      if (first >= 0) counts[first]!++;
    }
    const most = counts.reduce((best, own, at) => (own > (counts[best] ?? 0) ? at : best), 0);
    actions[pins.length + i] = own.length;
    interest[pins.length + i] = (counts[most] ?? 0) > 0 ? most : -1;
  });
  return { actions, interest };
}
