import { openDevice } from '../../../src-main/compute/devices.js';
import type { Dataset } from '../../../src-main/data/columns.js';
import type { Replayed } from '../../../src-main/services/replayed-runs.js';
import { parseCadences } from '../../../src-main/simulate/cadence.js';
import { simulateRuns } from '../../../src-main/simulate/simulate.js';
import type { TinyAction } from '../../evaluate/tiny-timelines.js';
import { DAY, datasetOf, t, walkerRun } from '../../simulate/walkers.js';

/** [pin, days after t] of each action, earliest first. */
export type Walk = readonly (readonly [pin: number, days: number])[];

export const datasetOfWalks = (...walks: Walk[]): Dataset =>
  datasetOf(
    walks.map(walk => walk.map(([pin, days]): TinyAction => ({ pin, atMs: t + days * DAY }))),
  );

/**
 * A replay of runs that embed a user `ahead` pins after the newest one on a circle of 40 pins, so that a
 * target at distance d has 2 d pins at least as close, less the user's other targets: a hit at 10 when d < 5.
 */
export async function replayOf(
  dataset: Dataset,
  runs: readonly { readonly run: string; readonly ahead: number }[],
  cadences: string,
): Promise<Replayed> {
  const device = await openDevice('reference', {});
  try {
    const simulation = await simulateRuns(
      {
        device,
        dataset,
        runs: runs.map(({ run, ahead }) => walkerRun(dataset, run, ahead)),
        cadences: parseCadences(cadences),
        users: Int32Array.from({ length: dataset.timelines.userCount }, (_, user) => user),
        windowMs: 4 * DAY,
        seed: 1,
        draws: 100,
      },
      {},
    );
    return { simulation, dataset, models: [] };
  } finally {
    await device.dispose();
  }
}

/**
 * Newest pins 0, 10, 30 and 5 at t. One pin ahead stands at 1, 11, 31, 6: u0 hits 1 and misses 20, u1 hits
 * its repeat 10, u2 and u3 miss. Twenty ahead stands at 20, 30, 10, 25: u0 hits 20 only, u1 misses, u2 hits
 * 10 and 12, u3 hits 25. Under realtime, one ahead of the 10 that u2 has just seen hits its 12 as well.
 */
export const fourWalkers = datasetOfWalks(
  [
    [0, -2],
    [1, 1],
    [20, 2],
  ],
  [
    [8, -6],
    [9, -5],
    [12, -4],
    [8, -3],
    [10, -0.5],
    [10, 1],
  ],
  [
    [30, -7],
    [10, 1],
    [12, 2],
  ],
  [
    [5, -30],
    [25, 3],
  ],
);
