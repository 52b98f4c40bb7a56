import { ndcgByUser } from '../evaluate/ndcg.js';
import { type TargetRanks, UNRANKED } from '../evaluate/ranks.js';
import { recallByUser } from '../evaluate/recall.js';
import type { EvaluationTargets } from '../evaluate/targets.js';
import { TARGET_KINDS } from '../evaluate/user-means.js';
import type { ExportColumn, ExportTable } from './export-file.js';
import type { Replayed } from './replayed-runs.js';

interface ReplayedCadence {
  readonly name: string;
  readonly ranks: TargetRanks;
}

/**
 * Every target with its rank under each cadence: 1 is the closest, a hit at k has rank <= k, and a pin
 * without features at t has none.
 */
export function targetsTable({ simulation, dataset }: Replayed): ExportTable {
  const { targets } = simulation;
  const userOfTarget = new Int32Array(targets.pin.length);
  targets.users.forEach((user, position) => {
    userOfTarget.fill(user, targets.offsets[position], targets.offsets[position + 1]);
  });
  return {
    rows: targets.pin.length,
    columns: [
      {
        name: 'user',
        kind: 'text',
        values: Array.from(userOfTarget, user => dataset.userIds.at(user)),
      },
      {
        name: 'pin',
        kind: 'text',
        values: Array.from(targets.pin, pin => dataset.pins.ids.at(pin)),
      },
      { name: 'at', kind: 'time', values: targets.targetAtMs },
      { name: 'new', kind: 'whole', values: Int32Array.from(targets.repeat, repeat => 1 - repeat) },
      ...cadencesOf(simulation).map(
        ({ name, ranks }): ExportColumn => ({
          name: `rank_${name}`,
          kind: 'whole',
          values: ranks.atLeast.map(before => (before === UNRANKED ? -1 : before + 1)),
        }),
      ),
    ],
  };
}

/** Every evaluated user with the metrics under each cadence; a figure that does not exist is empty. */
export function metricsTable({ simulation, dataset }: Replayed): ExportTable {
  const { targets } = simulation;
  return {
    rows: targets.users.length,
    columns: [
      {
        name: 'user',
        kind: 'text',
        values: Array.from(targets.users, user => dataset.userIds.at(user)),
      },
      { name: 'targets', kind: 'whole', values: targetsOfUsers(targets) },
      ...cadencesOf(simulation).flatMap(({ name, ranks }): ExportColumn[] => [
        ...TARGET_KINDS.map(
          (kind): ExportColumn => ({
            name: `recall10_${kind}_${name}`,
            kind: 'number',
            values: recallByUser(targets, ranks, 10, kind),
          }),
        ),
        { name: `ndcg10_${name}`, kind: 'number', values: ndcgByUser(targets, ranks, 10) },
      ]),
    ],
  };
}

function targetsOfUsers({ users, offsets }: EvaluationTargets): Int32Array {
  return users.map((_, position) => (offsets[position + 1] ?? 0) - (offsets[position] ?? 0));
}

/** Cadences of the only run that an export replays. */
function cadencesOf(simulation: Replayed['simulation']): ReplayedCadence[] {
  return (simulation.outcomes[0]?.cadences ?? []).map(({ cadence, ranks }) => ({
    name: cadence.name,
    ranks,
  }));
}
