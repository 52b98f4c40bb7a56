import { badInput, StudioError } from '../base/errors.js';
import type { Dataset } from '../data/columns.js';
import type { SimulatedRun } from './simulated-run.js';

/**
 * Refuses runs that cannot be compared: CONFLICT when the data set has changed since a run or when
 * runs differ in t or in their split of users, BAD_INPUT for none or for the same run twice.
 */
export function checkComparable(dataset: Dataset, runs: readonly SimulatedRun[]): SimulatedRun {
  const [first] = runs;
  if (!first) throw badInput('no run is given.', { where: 'run' });
  const names = new Set<string>();
  for (const run of runs) {
    if (names.has(run.run)) throw badInput(`run "${run.run}" is given twice.`, { where: 'run' });
    names.add(run.run);
    if (run.contentHash !== dataset.contentHash)
      throw conflict(
        `run "${run.run}" was trained on another state of data set "${dataset.name}".`,
        'Train it again on the data set as it is now.',
      );
    if (run.atMs !== first.atMs)
      throw conflict(
        `runs "${first.run}" and "${run.run}" end their training at different times, ${time(first)} and ${time(run)}.`,
        'Train both with the same `at`.',
      );
    if (!sameSplit(first.split, run.split))
      throw conflict(
        `runs "${first.run}" and "${run.run}" split the users differently.`,
        'Train both with the same split settings.',
      );
  }
  return first;
}

function time(run: SimulatedRun): string {
  return new Date(run.atMs).toISOString();
}

function sameSplit(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((group, user) => group === b[user]);
}

function conflict(message: string, remedy: string): StudioError {
  return new StudioError('CONFLICT', message, { where: 'simulate', remedy });
}
