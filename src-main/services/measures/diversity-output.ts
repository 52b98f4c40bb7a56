import { Rng } from '../../base/rng.js';
import type { DiversityOutput } from '../../contract/outputs.js';
import { mean } from '../../evaluate/bootstrap.js';
import { coverageCurve, p90Coverage, retrievedCounts } from '../../evaluate/coverage.js';
import { interestEntropyByUser } from '../../evaluate/interest-entropy.js';
import { Intervals } from '../../evaluate/intervals.js';
import type { Replayed } from '../replayed-runs.js';
import { interestShares, joinShares } from './interest-shares.js';

/** Results that coverage counts of each user's list: the 10 of P90 coverage@10. */
const COVERED_PINS = 10;
/** Pins that are named as those which dominate. */
const NAMED_PINS = 20;

/** How diverse what was retrieved is: entropy by user, the coverage curve, and what dominates. */
export function diversityOutput({ simulation, dataset }: Replayed, seed: number): DiversityOutput {
  const { targets, outcomes, report } = simulation;
  const { pins } = dataset;
  const indexPins = report.frame.index.pins;
  const history = interestShares(historyPins(simulation.targets, dataset), pins);
  const intervals = new Intervals();
  const cells = outcomes.flatMap(({ run, cadences }) =>
    cadences.map(({ cadence, lists }) => {
      const entropy = interestEntropyByUser(lists.pins, lists.k, pins);
      return {
        run: run.run,
        cadence: cadence.name,
        lists,
        entropy,
        ask: intervals.ask(mean(intervals.column(entropy))),
      };
    }),
  );
  intervals.draw(Rng.derive(seed, 'diversity'));
  return {
    run: outcomes[0]?.run.run ?? '',
    users: targets.users.length,
    indexPins,
    rows: cells.map(({ run, cadence, lists, entropy, ask }) => {
      const top = firstOfLists(lists.pins, lists.k, COVERED_PINS);
      const counts = retrievedCounts(top);
      const results = counts.reduce((sum, each) => sum + each.results, 0);
      return {
        run,
        cadence,
        entropy: Float32Array.from(entropy),
        entropyMean: ask(),
        curve: coverageCurve(counts),
        coverageP90At10: p90Coverage(top, COVERED_PINS, indexPins).value,
        dominating: counts.slice(0, NAMED_PINS).map(each => ({
          pin: each.pin,
          id: pins.ids.at(each.pin),
          title: pins.titles.at(each.pin),
          share: each.results / results,
        })),
        interests: joinShares(
          interestShares(lists.pins.slice(0, lists.k * targets.users.length), pins),
          history,
        ),
      };
    }),
  };
}

/** The first `count` of each list of k. */
function firstOfLists(pins: Int32Array, k: number, count: number): Int32Array {
  const lists = pins.length / k;
  const first = new Int32Array(lists * count).fill(-1);
  for (let list = 0; list < lists; list++)
    first.set(pins.subarray(list * k, list * k + Math.min(k, count)), list * count);
  return first;
}

/** Pins of the evaluated users' actions up to t. */
function historyPins(
  { users, atMs }: Replayed['simulation']['targets'],
  { timelines }: Replayed['dataset'],
): Int32Array {
  const pins: number[] = [];
  for (const user of users)
    for (let i = timelines.offsets[user]!; i < timelines.offsets[user + 1]!; i++)
      if (timelines.atMs[i]! <= atMs) pins.push(timelines.pin[i]!);
  return Int32Array.from(pins);
}
