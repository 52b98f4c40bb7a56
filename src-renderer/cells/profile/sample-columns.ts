import type { ProfileOutput } from '../../../src-main/contract/outputs.js';
import {
  countBins,
  integerEdges,
  keepWithin,
  linearEdges,
  logEdges,
  type Span,
} from '../../charts/histogram.js';

/** What can be brushed: one number a user. */
export type ColumnName = 'actions' | 'perActiveDay' | 'gap' | 'repeat' | 'last';

export interface SampleColumn {
  readonly name: ColumnName;
  /** One a user, NaN where the user has none. */
  readonly values: Float64Array;
  readonly edges: readonly number[];
}

const DAY_MS = 86_400_000;

/** The columns of the sampled users with the bins of their histograms. */
export function sampleColumns({ sample }: ProfileOutput): SampleColumn[] {
  const actions = Float64Array.from(sample.actions);
  const dayEdges = dailyEdges(dailyMeans(sample));
  // The few busiest users are counted in the last bin, which so means "and more".
  const perActiveDay = dailyMeans(sample).map(mean => Math.min(mean, dayEdges.at(-1)!));
  // A gap of nothing (rows of one instant) stands at a second on the logarithmic axis.
  const gap = Float64Array.from(sample.medianGapSeconds, seconds => Math.max(1, seconds));
  const repeat = Float64Array.from(sample.repeatShare);
  const last = Float64Array.from(sample.lastAtMs);
  return [
    { name: 'actions', values: actions, edges: integerEdges(logEdges(1, greatest(actions, 2), 2)) },
    { name: 'perActiveDay', values: perActiveDay, edges: dayEdges },
    { name: 'gap', values: gap, edges: logEdges(1, greatest(gap, 86_400), 1) },
    { name: 'repeat', values: repeat, edges: linearEdges(0, 1, 20) },
    { name: 'last', values: last, edges: timeEdges(last) },
  ];
}

function dailyMeans(sample: ProfileOutput['sample']): Float64Array {
  return Float64Array.from(sample.actions, (count, user) => {
    const days = sample.activeDays[user]!;
    return days > 0 ? count / days : Number.NaN;
  });
}

/** Straight bins up to what 98 of a hundred users stay below. */
function dailyEdges(values: Float64Array): number[] {
  const sorted = values.filter(Number.isFinite).sort();
  const high = sorted[Math.floor(0.98 * (sorted.length - 1))] ?? 2;
  return linearEdges(0, Math.max(2, high), 24);
}

/** About 36 bins of whole days. */
function timeEdges(values: Float64Array): number[] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, DAY_MS];
  const first = Math.floor(least(finite) / DAY_MS) * DAY_MS;
  const last = (Math.floor(greatest(finite, first) / DAY_MS) + 1) * DAY_MS;
  const step = Math.max(1, Math.ceil((last - first) / DAY_MS / 36)) * DAY_MS;
  const edges = [first];
  while (edges.at(-1)! < last) edges.push(edges.at(-1)! + step);
  return edges;
}

function greatest(values: Float64Array, atLeast: number): number {
  return values.reduce((most, value) => (value > most ? value : most), atLeast);
}

function least(values: Float64Array): number {
  return values.reduce((low, value) => (value < low ? value : low), Number.POSITIVE_INFINITY);
}

export type Spans = Readonly<Partial<Record<ColumnName, Span>>>;

/** Which users all brushes keep, of `members` where they are given, and the counts of every histogram for them. */
export function brushed(
  columns: readonly SampleColumn[],
  spans: Spans,
  members?: Uint8Array,
): {
  readonly users: number;
  readonly keep: Uint8Array;
  readonly counts: Readonly<Record<string, Uint32Array>>;
} {
  const rows = columns[0]?.values.length ?? 0;
  const keep = keepWithin(
    columns.map(({ name, values }) => ({ values, span: spans[name] ?? null })),
    rows,
  ).map((kept, user) => kept & (members?.[user] ?? 1));
  const counts = columns.map(({ name, values, edges }) => [name, countBins(values, edges, keep)]);
  return {
    users: keep.reduce((sum, kept) => sum + kept, 0),
    keep,
    counts: Object.fromEntries(counts),
  };
}

/** The middle value of the users that are kept; NaN of none. */
export function medianOf(values: Float64Array, keep: Uint8Array): number {
  const kept = values.filter((value, user) => keep[user] === 1 && Number.isFinite(value)).sort();
  if (kept.length === 0) return Number.NaN;
  const middle = (kept.length - 1) / 2;
  return (kept[Math.floor(middle)]! + kept[Math.ceil(middle)]!) / 2;
}
