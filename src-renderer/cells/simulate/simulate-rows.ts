import type { SimulateOutput } from '../../../src-main/contract/outputs.js';
import type { Interval } from '../../charts/dot-plot.js';
import type { DotGroup, DotReference } from '../../charts/dot-rows.js';
import { count, plusMinus, recall } from '../../widgets/format.js';

type Report = SimulateOutput['report'];
type Row = Report['rows'][number];

/** On all positive engagements, or only on those with pins that the user had not acted on. */
export type TargetKind = 'all' | 'new';

export function rowKey(run: string, cadence: string): string {
  return `${run}/${cadence}`;
}

/** Rows by run, in the order of the report. */
export function byRun(report: Report): { readonly run: string; readonly rows: readonly Row[] }[] {
  const runs = [...new Set(report.rows.map(row => row.run))];
  return runs.map(run => ({ run, rows: report.rows.filter(row => row.run === run) }));
}

/** Recall@10 with what it cost, a dot each. */
export function recallGroups(report: Report, on: TargetKind): DotGroup[] {
  return byRun(report).map(({ run, rows }) => ({
    name: run,
    rows: rows.map(row => {
      const estimate = row.recallAt10[on];
      return {
        key: rowKey(run, row.cadence),
        name: row.cadence,
        estimate,
        text: recall(estimate.value),
        doubt: plusMinus((estimate.high - estimate.low) / 2),
        bar: row.embeddingsComputed,
        barText: count(row.embeddingsComputed),
      };
    }),
  }));
}

/**
 * Lines to hold the runs against: the oracle of a synthetic world, popularity, and the strongest of the
 * other baselines; each at its own value under each cadence.
 */
export function references(report: Report, on: TargetKind): DotReference[] {
  const names = [...new Set(report.baselines.map(row => row.name))];
  const all = names.map(name => referenceOf(report, name, on));
  const mean = ({ at }: DotReference) => at.reduce((sum, [, value]) => sum + value, 0) / at.length;
  const known = (name: string) => name === 'popularity' || name.startsWith('oracle');
  const others = all.filter(({ name, at }) => !known(name) && at.length > 0);
  others.sort((a, b) => mean(b) - mean(a));
  return [...all.filter(({ name, at }) => known(name) && at.length > 0), ...others.slice(0, 1)];
}

function referenceOf(report: Report, name: string, on: TargetKind): DotReference {
  const baselines = report.baselines.filter(row => row.name === name);
  const at = report.rows.flatMap(({ run, cadence }) => {
    const own = baselines.find(row => row.cadence === undefined || row.cadence === cadence);
    const value = own?.recallAt10[on].value ?? Number.NaN;
    return Number.isFinite(value) ? [[rowKey(run, cadence), value] as const] : [];
  });
  return { name, at };
}

/** What a reference has under each cadence, [cadence, recall]; one pair named '' where that is the same. */
export function referenceValues({ at }: DotReference): (readonly [string, number])[] {
  const values = new Map(at.map(([key, value]) => [key.slice(key.lastIndexOf('/') + 1), value]));
  const [[, first] = ['', Number.NaN]] = values;
  return [...values.values()].every(value => value === first) ? [['', first]] : [...values];
}

export interface CadenceStep extends Interval {
  readonly run: string;
  readonly from: string;
  readonly to: string;
}

/** Differences of neighbouring rows, by run: `to` is the row below and fresher. */
export function neighbourSteps(
  report: Report,
  on: TargetKind,
): { readonly name: string; readonly rows: readonly CadenceStep[] }[] {
  return byRun(report).map(({ run, rows }) => ({
    name: run,
    rows: rows.slice(1).flatMap((row, i) => {
      const step = differenceOf(report, run, rows[i]!.cadence, row.cadence, on);
      return step === null ? [] : [step];
    }),
  }));
}

/** `to` less `from`, as the report holds it or turned round. */
export function differenceOf(
  report: Report,
  run: string,
  from: string,
  to: string,
  on: TargetKind,
): CadenceStep | null {
  for (const found of report.differences) {
    if (found.run !== run || found.on !== on) continue;
    const { value, low, high } = found;
    if (found.from === from && found.to === to) return { run, from, to, value, low, high };
    if (found.from === to && found.to === from)
      return { run, from, to, value: -value, low: -high, high: -low };
  }
  return null;
}

export interface CostPoint {
  readonly cadence: string;
  readonly embeddings: number;
  /** Recall@10 of the freshest cadence less this one's, with its paired interval. */
  readonly lost: Interval;
}

export interface CostCurve {
  readonly run: string;
  /** By rising cost. */
  readonly points: readonly CostPoint[];
}

/** What staleness loses against the freshest cadence (the one that computes most), by what it costs. */
export function costCurves(
  report: Report,
  on: TargetKind,
): { readonly freshest: string; readonly curves: readonly CostCurve[] } {
  let freshest = '';
  const curves = byRun(report).map(({ run, rows }) => {
    const sorted = [...rows].sort((a, b) => a.embeddingsComputed - b.embeddingsComputed);
    const best = sorted.at(-1)!;
    freshest = best.cadence;
    const points = sorted.map(({ cadence, embeddingsComputed, recallAt10 }) => ({
      cadence,
      embeddings: embeddingsComputed,
      lost:
        cadence === best.cadence
          ? { value: 0, low: 0, high: 0 }
          : (differenceOf(report, run, cadence, best.cadence, on) ?? {
              value: best.recallAt10[on].value - recallAt10[on].value,
              low: Number.NaN,
              high: Number.NaN,
            }),
    }));
    return { run, points };
  });
  return { freshest, curves };
}
