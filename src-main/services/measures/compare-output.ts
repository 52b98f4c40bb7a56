import { badInput } from '../../base/errors.js';
import { Rng } from '../../base/rng.js';
import type { CompareOutput } from '../../contract/outputs.js';
import { pairedDifference } from '../../evaluate/paired-difference.js';
import { recallByUser } from '../../evaluate/recall.js';
import type { Replayed } from '../replayed-runs.js';

/** Two runs on the same users under one cadence: who wins, and by how much (the second less the first). */
export function compareOutput({ simulation, dataset }: Replayed, seed: number): CompareOutput {
  const { targets, outcomes } = simulation;
  const [a, b] = outcomes;
  const [first, second] = [a?.cadences[0], b?.cadences[0]];
  if (!a || !b || !first || !second)
    throw badInput('two runs are compared.', { where: 'runs', remedy: 'Name two of them.' });
  const recall = (kind: 'all' | 'new') =>
    [first, second].map(({ ranks }) => recallByUser(targets, ranks, 10, kind));
  const [allA, allB] = recall('all') as [Float64Array, Float64Array];
  const [newA, newB] = recall('new') as [Float64Array, Float64Array];
  const wins = (mine: Float64Array, other: Float64Array) =>
    mine.reduce((sum, value, user) => sum + (value > other[user]! ? 1 : 0), 0);
  const [winsA, winsB] = [wins(allA, allB), wins(allB, allA)];
  return {
    runs: [a.run.run, b.run.run],
    cadence: first.cadence.name,
    users: Array.from(targets.users, user => dataset.userIds.at(user)),
    recall: [Float32Array.from(allA), Float32Array.from(allB)],
    difference: {
      all: pairedDifference(allB, allA, Rng.derive(seed, 'compare', 'all')),
      new: pairedDifference(newB, newA, Rng.derive(seed, 'compare', 'new')),
    },
    wins: [winsA, winsB],
    ties: targets.users.length - winsA - winsB,
  };
}
