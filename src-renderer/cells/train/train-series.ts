import type { TrainOutput } from '../../../src-main/contract/outputs.js';
import { type Dash, type Line, smoothed } from '../../charts/line-chart.js';

export type MetricLine = TrainOutput['metrics'][number];

/** Steps over which the loss is averaged. */
const LOSS_WINDOW = 100;

/** A figure of the metrics by step; lines without it are left out. */
export interface Series {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export function seriesOf(metrics: readonly MetricLine[], phase: string, figure: string): Series {
  const lines = metrics.filter(line => line.phase === phase && typeof line[figure] === 'number');
  return {
    x: Float64Array.from(lines, line => line.step),
    y: Float64Array.from(lines, line => Number(line[figure])),
  };
}

/** Means of 100 steps with their least and greatest; windows shrink for runs that are short. */
export function lossLine(series: Series, name: string, dash: Dash, quiet: boolean): Line {
  const { x, y, low, high } = smoothed(series.x, series.y, windowOf(series));
  return quiet ? { name, dash, quiet, x, y } : { name, dash, x, y, low, high };
}

/** 100 steps, or a twentieth of a run that is shorter. */
export function windowOf(series: Series): number {
  return Math.min(LOSS_WINDOW, Math.max(1, Math.round((series.x.at(-1) ?? 0) / 20)));
}

export interface ComparedRun {
  readonly run: string;
  readonly metrics: readonly MetricLine[];
}

const DASHES: readonly Dash[] = ['dashed', 'dotted'];

/** Training loss of the run on the past, and of the earlier ones behind it. */
export function lossLines(metrics: readonly MetricLine[], earlier: readonly ComparedRun[]): Line[] {
  const phase = firstPhase(metrics);
  return [
    ...earlier.map(({ run, metrics: own }, i) =>
      lossLine(seriesOf(own, firstPhase(own), 'loss'), run, DASHES[i % 2]!, true),
    ),
    lossLine(
      seriesOf(metrics, phase, 'loss'),
      earlier.length > 0 ? 'this run' : '',
      'solid',
      false,
    ),
  ];
}

/** Runs without validation have a final phase only. */
function firstPhase(metrics: readonly MetricLine[]): string {
  return metrics[0]?.phase ?? 'selection';
}

/** Validation recall@10 on all and on new targets; earlier runs on all. The chosen step is marked. */
export function recallLines(
  metrics: readonly MetricLine[],
  earlier: readonly ComparedRun[],
  chosenStep: number | null,
): Line[] {
  const all = seriesOf(metrics, 'selection', 'recallAt10');
  const fresh = seriesOf(metrics, 'selection', 'recallAt10New');
  const marked = chosenStep === null ? undefined : all.x.indexOf(chosenStep);
  return [
    ...earlier.map(({ run, metrics: own }, i) => ({
      name: run,
      dash: DASHES[i % 2]!,
      quiet: true,
      ...seriesOf(own, 'selection', 'recallAt10'),
    })),
    { name: 'new', dash: 'solid' as const, ...fresh },
    { name: 'all', dash: 'solid' as const, ...all, marked },
  ].filter(line => line.x.length > 0);
}

/** The greatest value of validation recall so far; null before the first validation. */
export function best(metrics: readonly MetricLine[]): { step: number; recall: number } | null {
  const { x, y } = seriesOf(metrics, 'selection', 'recallAt10');
  let at = -1;
  for (let i = 0; i < y.length; i++) if (at < 0 || y[i]! > y[at]!) at = i;
  return at < 0 ? null : { step: x[at]!, recall: y[at]! };
}

/** Mean over the stretches, which all span the same number of steps; NaN of none. */
export function meanOf(metrics: readonly MetricLine[], figure: string): number {
  const values = metrics.flatMap(line => (typeof line[figure] === 'number' ? [line[figure]] : []));
  return values.reduce<number>((sum, value) => sum + Number(value), 0) / values.length;
}

function isRate(figure: string): boolean {
  return figure.endsWith('PerSecond');
}

/** Steps that were made until one was chosen, where those are more; null where they are not. */
export function stepsMade(metrics: readonly MetricLine[], chosen: number): number | null {
  const { x } = seriesOf(metrics, 'selection', 'recallAt10');
  const made = x.at(-1) ?? 0;
  return made > chosen ? made : null;
}

/** Adds figures of a running job as a line of metrics, unless its step is known already. */
export function withFigures(
  metrics: readonly MetricLine[],
  step: number,
  figures: Readonly<Record<string, number>> | undefined,
): readonly MetricLine[] {
  const last = metrics.at(-1);
  if (figures === undefined || (last !== undefined && last.step >= step)) return metrics;
  const phase = last?.phase ?? 'selection';
  // A rate of nothing has not been measured yet.
  const told = Object.entries(figures).filter(([name, value]) => value > 0 || !isRate(name));
  // The index signature of a metric line takes numbers, strings and null alike.
  return [...metrics, { ...Object.fromEntries(told), phase, step } as MetricLine];
}
