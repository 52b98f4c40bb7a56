import { difference, type Estimate, mean, relativeLoss } from '../evaluate/bootstrap.js';
import type { Intervals } from '../evaluate/intervals.js';
import { pairedUsers } from '../evaluate/paired-difference.js';
import type { TargetRanks } from '../evaluate/ranks.js';
import { recallByUser } from '../evaluate/recall.js';
import type { EvaluationTargets } from '../evaluate/targets.js';
import { type ByTargetKind, TARGET_KINDS, type UserValues } from '../evaluate/user-means.js';
import type { RecallEstimates } from './report.js';

/** Recall@10 of each user in one cell of a table, and where it stands among the drawn columns. */
export interface RecallCell {
  readonly values: ByTargetKind<UserValues>;
  readonly columns: ByTargetKind<number>;
}

/** Adds a cell's three columns to the draws. */
export function recallCell(
  intervals: Intervals,
  targets: EvaluationTargets,
  ranks: TargetRanks,
): RecallCell {
  const entries = TARGET_KINDS.map(kind => {
    const values = recallByUser(targets, ranks, 10, kind);
    return { kind, values, column: intervals.column(values) };
  });
  const by = <T>(pick: (entry: (typeof entries)[number]) => T): ByTargetKind<T> => {
    const [all, fresh, repeat] = entries;
    if (!all || !fresh || !repeat) throw new Error('internal: three kinds of targets');
    return { all: pick(all), new: pick(fresh), repeat: pick(repeat) };
  };
  return { values: by(entry => entry.values), columns: by(entry => entry.column) };
}

/** The cell's means, readable after the draws. */
export function askRecall(intervals: Intervals, cell: RecallCell): () => RecallEstimates {
  const all = intervals.ask(mean(cell.columns.all));
  const fresh = intervals.ask(mean(cell.columns.new));
  const repeat = intervals.ask(mean(cell.columns.repeat));
  return () => ({ all: all(), new: fresh(), repeat: repeat() });
}

/** `a` less `b` on one kind of target, and how many users both have. */
export function askDifference(
  intervals: Intervals,
  a: RecallCell,
  b: RecallCell,
  on: 'all' | 'new',
): { estimate: () => Estimate; users: number } {
  return {
    estimate: intervals.ask(difference(a.columns[on], b.columns[on])),
    users: pairedUsers(a.values[on], b.values[on]),
  };
}

/** The share of `from`'s recall that `to` loses. */
export function askRelativeLoss(
  intervals: Intervals,
  from: RecallCell,
  to: RecallCell,
  on: 'all' | 'new',
): () => Estimate {
  return intervals.ask(relativeLoss(from.columns[on], to.columns[on]));
}

/** The relative loss from `from` to `to` in one run less that in another, all cells on the same draw. */
export function askLossDifference(
  intervals: Intervals,
  run: { readonly from: RecallCell; readonly to: RecallCell },
  against: { readonly from: RecallCell; readonly to: RecallCell },
  on: 'all' | 'new',
): () => Estimate {
  const own = relativeLoss(run.from.columns[on], run.to.columns[on]);
  const other = relativeLoss(against.from.columns[on], against.to.columns[on]);
  return intervals.ask(means => own(means) - other(means));
}
