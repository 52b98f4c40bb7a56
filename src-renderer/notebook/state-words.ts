import type { CellState, CellView } from '../../src-main/contract/notebook.js';
import { rateOf } from '../state/jobs.svelte.js';
import { count, duration, plainNumber } from '../widgets/format.js';
import { rate } from '../widgets/format-time.js';
import type { GlyphState } from '../widgets/glyph-state.js';

/** The glyph and the thread of a cell's state. */
export function glyphOf(state: CellState): GlyphState {
  return state.status === 'fresh' ? 'empty' : state.status === 'done' ? 'fresh' : state.status;
}

/** Share done, 0 to 1; undefined while it is not known. */
export function shareDone(state: CellState): number | undefined {
  if (state.status !== 'running' || !state.progress) return undefined;
  const { done, total } = state.progress;
  return total === undefined || total <= 0 ? undefined : Math.min(1, done / total);
}

/** The state in words, for the header and the accessible name; empty when there is nothing to say. */
export function stateWords(state: CellState): string {
  switch (state.status) {
    case 'fresh':
      return 'not run yet';
    case 'queued':
      return `queued, ${ordinal(state.place)}${state.waitsFor === '' ? '' : `, waits for ${state.waitsFor}`}`;
    case 'running': {
      const share = shareDone(state);
      const left = state.progress?.secondsLeft;
      return [
        state.progress?.stage ?? 'running',
        share === undefined ? '' : `${(share * 100).toFixed(0)} %`,
        left === undefined ? '' : `${duration(left)} left`,
      ]
        .filter(part => part !== '')
        .join(', ');
    }
    case 'done':
      return '';
    case 'stale':
      return 'stale';
    case 'failed':
      return 'failed';
    case 'cancelled':
    case 'interrupted':
      return state.status;
  }
}

type Running = Extract<CellState, { status: 'running' }>;
/** One thing told about a run: its stage, the amount done, the rate, a figure, the time left. */
export interface ProgressPart {
  readonly what: 'stage' | 'amount' | 'rate' | 'figure' | 'left';
  readonly text: string;
}

/** How far a run is, part by part; what is not known yet is left out. A training draws its figures itself. */
export function progressParts(state: Running, nowMs: number, kind: string): ProgressPart[] {
  const { progress } = state;
  if (!progress) return [{ what: 'stage', text: 'running' }];
  const { stage, done, total, unit, secondsLeft } = progress;
  const figures = kind === 'train' ? [] : Object.entries(progress.figures ?? {});
  const parts: ProgressPart[] = [
    { what: 'stage', text: stage },
    {
      what: 'amount',
      text: `${count(done)}${total === undefined ? '' : ` of ${count(total)}`} ${unit}`,
    },
    { what: 'rate', text: rate(rateOf(state, nowMs), unit) },
    {
      what: 'figure',
      text: figures.map(([name, value]) => `${figure(value)} ${name}`).join(', '),
    },
    { what: 'left', text: secondsLeft === undefined ? '' : `${duration(secondsLeft)} left` },
  ];
  return parts.filter(part => part.text !== '');
}

const figure = (value: number) =>
  Number.isInteger(value) ? count(value) : plainNumber(Number(value.toPrecision(3)));

/** The problems that are shown: an empty cell lacks everything, and says instead what would stand in it. */
export function shownProblems({ source, problems }: CellView): CellView['problems'] {
  return source.trim() === '' ? [] : problems;
}

/** What a screen reader says of a cell: kind, name, state, problems. */
export function cellLabel(cell: CellView): string {
  const name = cell.name === null ? '' : ` ${cell.name}`;
  if (cell.kind === 'prose') return 'prose';
  const words = cell.state.status === 'done' ? 'up to date' : stateWords(cell.state);
  const errors = shownProblems(cell).filter(problem => problem.severity === 'error').length;
  const wrong = errors === 0 ? '' : errors === 1 ? ', 1 error' : `, ${errors} errors`;
  return `${cell.kind}${name}, ${words}${wrong}`;
}

/** What is announced when a state turns: the start, the failure, the end of a run; else nothing. */
export function announcement(before: CellState | undefined, cell: CellView): string | null {
  const called = `${cell.kind}${cell.name === null ? '' : ` ${cell.name}`}`;
  const { state } = cell;
  if (before?.status === state.status) {
    const tenth = (of: CellState) => Math.floor((shareDone(of) ?? 0) * 10);
    if (state.status !== 'running' || tenth(before) === tenth(state)) return null;
    return `${called}: ${tenth(state) * 10} %`;
  }
  if (state.status === 'running') return `${called} runs`;
  if (state.status === 'failed') return `${called} failed: ${state.error.message}`;
  if (state.status === 'cancelled') return `${called} was cancelled`;
  if (state.status === 'interrupted') return `${called} was interrupted: ${state.message}`;
  if (state.status === 'done' && before?.status === 'running') return `${called} is done`;
  return null;
}

function ordinal(place: number): string {
  return place === 1 ? 'next' : `place ${place}`;
}
