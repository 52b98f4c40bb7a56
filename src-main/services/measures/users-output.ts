import { badInput } from '../../base/errors.js';
import { Rng } from '../../base/rng.js';
import { DAY_MS } from '../../base/time.js';
import type { UsersOutput } from '../../contract/outputs.js';
import { bootstrap, mean } from '../../evaluate/bootstrap.js';
import { recallByUser } from '../../evaluate/recall.js';
import { firstAfter } from '../../evaluate/time-search.js';
import type { Replayed } from '../replayed-runs.js';
import { type Slice, slicesOf } from './user-slices.js';

/**
 * Every evaluated user with counts up to t and recall@10 under each cadence, and slices of them with their
 * recall under one cadence, the last when none is named. BAD_INPUT for one that was not replayed.
 */
export function usersOutput(
  { simulation, dataset }: Replayed,
  seed: number,
  cadence?: string,
): UsersOutput {
  const { targets, outcomes } = simulation;
  const { timelines, pins } = dataset;
  const [outcome] = outcomes;
  const before = Array.from(targets.users, user => {
    const begin = timelines.offsets[user]!;
    const end = firstAfter(timelines.atMs, begin, timelines.offsets[user + 1]!, targets.atMs);
    return { begin, end };
  });
  const count = (of: (place: number) => number) =>
    Float64Array.from(targets.users, (_, place) => of(place));
  const actions = count(place => before[place]!.end - before[place]!.begin);
  const staleness = count(place => {
    const { begin, end } = before[place]!;
    return end > begin ? (targets.atMs - timelines.atMs[end - 1]!) / DAY_MS : Number.NaN;
  });
  const positives = count(place => {
    const { begin, end } = before[place]!;
    return timelines.positive.subarray(begin, end).reduce((sum, flag) => sum + flag, 0);
  });
  const cadences = outcome?.cadences ?? [];
  const names = cadences.map(each => each.cadence.name);
  const sliceCadence = cadence ?? names.at(-1) ?? '';
  if (cadence !== undefined && !names.includes(cadence))
    throw badInput(`"${cadence}" is none of the cadences that were replayed.`, {
      where: 'cadence',
      remedy: `Name one of ${names.join(', ')}, or add it to cadences.`,
    });
  const recalls = cadences.flatMap(({ cadence, ranks }) =>
    (['all', 'new'] as const).map(kind => ({
      name: kind === 'all' ? `recall_${cadence.name}` : `recall_new_${cadence.name}`,
      unit: '',
      values: recallByUser(targets, ranks, 10, kind),
    })),
  );
  const measured =
    recalls.find(({ name }) => name === `recall_${sliceCadence}`)?.values ??
    new Float64Array(targets.users.length).fill(Number.NaN);
  const slices = slicesOf({
    actions,
    staleness,
    interest: Array.from(before, ({ begin, end }) => mainInterest(dataset, begin, end)),
    interestNames: pins.interestNames,
  });
  return {
    run: outcome?.run.run ?? '',
    users: Array.from(targets.users, user => dataset.userIds.at(user)),
    columns: [
      { name: 'actions', unit: '', values: actions },
      { name: 'positives', unit: '', values: positives },
      {
        name: 'targets',
        unit: '',
        values: count(place => (targets.offsets[place + 1] ?? 0) - (targets.offsets[place] ?? 0)),
      },
      { name: 'staleness', unit: 'd', values: staleness },
      ...recalls,
    ],
    sliceCadence,
    slices: slices.map(slice => ({
      by: slice.by,
      label: slice.label,
      users: slice.places.length,
      recallAt10: recallOf(measured, slice, seed),
    })),
  };
}

/** Mean recall of a slice with its interval. */
function recallOf(values: Float64Array, { places, label, by }: Slice, seed: number) {
  const own = Float64Array.from(places, place => values[place]!);
  const rng = Rng.derive(seed, 'slice', by, label);
  return bootstrap([own], [mean(0)], { rng })[0]!;
}

/** The interest of most of the actions; −1 without one. */
function mainInterest(
  { timelines, pins }: Replayed['dataset'],
  begin: number,
  end: number,
): number {
  const counts = new Map<number, number>();
  for (let i = begin; i < end; i++) {
    const pin = timelines.pin[i]!;
    const first = pins.interestOffsets[pin]!;
    if (first < pins.interestOffsets[pin + 1]!) {
      const interest = pins.interests[first]!;
      counts.set(interest, (counts.get(interest) ?? 0) + 1);
    }
  }
  let best = -1;
  let most = 0;
  for (const [interest, actions] of counts)
    if (actions > most || (actions === most && interest < best)) [best, most] = [interest, actions];
  return best;
}
