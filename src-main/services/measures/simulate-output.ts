import type { SimulateOutput } from '../../contract/outputs.js';
import { recallByUser } from '../../evaluate/recall.js';
import type { Replayed } from '../replayed-runs.js';

/** The report of a replay, and each user's recall@10, so that those who pay for a cadence can be named. */
export function simulateOutput({ simulation, dataset }: Replayed): SimulateOutput {
  const { report, targets, outcomes } = simulation;
  return {
    report,
    perUser: {
      users: Array.from(targets.users, user => dataset.userIds.at(user)),
      targets: targets.users.map(
        (_, place) => (targets.offsets[place + 1] ?? 0) - (targets.offsets[place] ?? 0),
      ),
      cells: outcomes.flatMap(({ run, cadences }) =>
        cadences.map(({ cadence, ranks }) => ({
          run: run.run,
          cadence: cadence.name,
          all: Float32Array.from(recallByUser(targets, ranks, 10, 'all')),
          new: Float32Array.from(recallByUser(targets, ranks, 10, 'new')),
        })),
      ),
    },
  };
}
