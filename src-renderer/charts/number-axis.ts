import { nice, ticks as niceTicks, utcTicks } from 'd3';

/** A scale as charts need it: from values to pixels and back. */
export interface Axis {
  (value: number): number;
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  invert(pixel: number): number;
}

export type Extent = readonly [number, number];

/** A straight axis. A domain of one value is widened, so that the value stands in the middle. */
export function linearAxis(domain: Extent, range: Extent): Axis {
  const [low, high] = domain[0] === domain[1] ? [domain[0] - 0.5, domain[1] + 0.5] : domain;
  return axisOf(
    [low, high],
    range,
    value => value,
    value => value,
  );
}

/** A logarithmic axis; the domain must be above 0. */
export function logAxis(domain: Extent, range: Extent): Axis {
  const [low, high] = domain[0] === domain[1] ? [domain[0] / 2, domain[1] * 2] : domain;
  return axisOf([low, high], range, Math.log, Math.exp);
}

function axisOf(
  domain: Extent,
  range: Extent,
  bend: (value: number) => number,
  unbend: (value: number) => number,
): Axis {
  const from = bend(domain[0]);
  const perUnit = (range[1] - range[0]) / (bend(domain[1]) - from);
  return Object.assign((value: number) => range[0] + (bend(value) - from) * perUnit, {
    domain,
    range,
    invert: (pixel: number) => unbend(from + (pixel - range[0]) / perUnit),
  });
}

/** The least round domain around the values; `include` values lie within. NaN is left out; [0, 1] of none. */
export function niceExtent(
  values: Iterable<number>,
  { include = [], count = 5 }: { include?: readonly number[]; count?: number } = {},
): Extent {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const part of [values, include])
    for (const value of part) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  if (low > high) return [0, 1];
  if (low === high) {
    const room = low === 0 ? 1 : Math.abs(low) * 0.1;
    return nice(low - room, high + room, count);
  }
  return nice(low, high, count);
}

/** Round values at about one a `gap` pixels, never fewer than asked for by two. */
export function linearTicks(axis: Axis, gap = 64): number[] {
  const pixels = Math.abs(axis.range[1] - axis.range[0]);
  return niceTicks(axis.domain[0], axis.domain[1], Math.max(2, Math.round(pixels / gap)));
}

/** 1, 2, 5 times powers of ten, thinned to powers where they stand closer than `gap` pixels. */
export function logTicks(axis: Axis, gap = 44): number[] {
  const [low, high] = axis.domain;
  for (const steps of [[1, 2, 5], [1, 3], [1]]) {
    const found = powersOfTen(low, high).flatMap(power => steps.map(step => step * power));
    const within = found.filter(value => value >= low * 0.999 && value <= high * 1.001);
    if (leastGap(within, axis) >= gap || steps.length === 1) return thinned(within, axis, gap);
  }
  return [];
}

function powersOfTen(low: number, high: number): number[] {
  const powers: number[] = [];
  for (let e = Math.floor(Math.log10(low)); e <= Math.ceil(Math.log10(high)); e++)
    powers.push(10 ** e);
  return powers;
}

function leastGap(values: readonly number[], axis: Axis): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < values.length; i++)
    least = Math.min(least, Math.abs(axis(values[i]!) - axis(values[i - 1]!)));
  return least;
}

/** Values at least `gap` pixels apart, from the first on. */
export function thinned(values: readonly number[], axis: Axis, gap: number): number[] {
  const kept: number[] = [];
  for (const value of values)
    if (kept.length === 0 || Math.abs(axis(value) - axis(kept.at(-1)!)) >= gap) kept.push(value);
  return kept;
}

/** Spans of time that people think in, seconds. */
const SPANS = [1, 10, 60, 600, 3600, 21_600, 86_400, 604_800, 2_419_200, 31_536_000];

/** Seconds, minutes, hours, days … on a logarithmic axis of seconds. */
export function durationTicks(axis: Axis, gap = 40): number[] {
  const [low, high] = axis.domain;
  return thinned(
    SPANS.filter(span => span >= low * 0.999 && span <= high * 1.001),
    axis,
    gap,
  );
}

/** From the first to the last instant, milliseconds; a day around one alone, and [0, 1 day] of none. */
export function timeExtent(values: Iterable<number>): Extent {
  const DAY = 86_400_000;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, DAY];
  return low === high ? [low - DAY / 2, high + DAY / 2] : [low, high];
}

/** Midnights, firsts of months or years (UTC) on an axis of milliseconds, at about one a `gap` pixels. */
export function timeTicks(axis: Axis, gap = 84): number[] {
  const pixels = Math.abs(axis.range[1] - axis.range[0]);
  const [from, to] = axis.domain;
  const count = Math.max(2, Math.round(pixels / gap));
  return utcTicks(new Date(from), new Date(to), count)
    .map(Number)
    .filter(tick => tick % 86_400_000 === 0);
}

/** Decimal places that tell neighbouring ticks apart: 2 for .20, .22, .24. */
export function tickPlaces(ticks: readonly number[]): number {
  for (let places = 0; places < 6; places++) {
    if (ticks.every(tick => Math.abs(tick - Number(tick.toFixed(places))) < 1e-9)) return places;
  }
  return 6;
}
