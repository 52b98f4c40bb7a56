import { bisector } from 'd3';
import { DAY_MS } from './day.js';

/**
 * An axis that mixes clock and order: x = (1 − m) · time + m · rank, both scaled to 0 … 1 over the
 * timeline. Monotone for each m, so that it inverts; at m = 0 it is the clock, at m = 1 all actions stand
 * equally far apart and sessions open up.
 */
export class TimeOrderAxis {
  readonly #times: Float64Array;
  readonly #mix: number;
  readonly #from: number;
  readonly #span: number;

  /** `atMs` ascending; `mix` from 0 (clock) to 1 (order). An empty timeline spans one day. */
  constructor(atMs: Float64Array, mix: number) {
    this.#times = atMs;
    this.#mix = Math.min(1, Math.max(0, mix));
    const first = atMs[0] ?? 0;
    const last = atMs[atMs.length - 1] ?? first;
    const pad = Math.max(DAY_MS / 2, (last - first) * 0.005);
    this.#from = first - pad;
    this.#span = last - first + 2 * pad;
  }

  get fromMs(): number {
    return this.#from;
  }
  get untilMs(): number {
    return this.#from + this.#span;
  }

  /** 0 … 1 within the timeline, beyond it outside; ascending with time. */
  position(atMs: number): number {
    const clock = (atMs - this.#from) / this.#span;
    if (this.#mix === 0) return clock;
    return (1 - this.#mix) * clock + this.#mix * this.#rank(atMs);
  }

  /** Position of the action `i`; simultaneous actions stand beside one another by their order. */
  positionOf(i: number): number {
    const at = this.#times[i] ?? this.untilMs;
    const clock = (at - this.#from) / this.#span;
    return (1 - this.#mix) * clock + this.#mix * ((i + 1) / (this.#times.length + 1));
  }

  /** The instant at a position, to within a millisecond. */
  instant(position: number): number {
    if (this.#mix === 0) return this.#from + position * this.#span;
    let low = this.#from - this.#span;
    let high = this.untilMs + this.#span;
    while (high - low > 0.5) {
      const middle = (low + high) / 2;
      if (this.position(middle) < position) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  }

  /** First action whose position is at least `position`. */
  firstFrom(position: number): number {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.positionOf(middle) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** 0 … 1: between two actions in proportion to the time passed. */
  #rank(atMs: number): number {
    const times = this.#times;
    const n = times.length;
    const after = right(times, atMs);
    const before = after === 0 ? this.#from : times[after - 1]!;
    const next = after === n ? this.untilMs : times[after]!;
    const share = next > before ? Math.min(1, Math.max(0, (atMs - before) / (next - before))) : 0;
    return (after + share) / (n + 1);
  }
}

const { right } = bisector((at: number) => at);

/** Midnights (UTC) within a span, thinned to weeks, months or years where days stand closer than `leastPixels`. */
export function midnights(
  axis: TimeOrderAxis,
  view: { readonly from: number; readonly until: number; readonly width: number },
  leastPixels: number,
): { readonly atMs: number; readonly x: number }[] {
  const fromMs = axis.instant(view.from);
  const untilMs = axis.instant(view.until);
  const days = Math.max(1, (untilMs - fromMs) / DAY_MS);
  const room = Math.max(1, view.width / leastPixels);
  const ticks: { atMs: number; x: number }[] = [];
  let lastX = Number.NEGATIVE_INFINITY;
  for (const atMs of stepsOf(fromMs, untilMs, days / room)) {
    const x = ((axis.position(atMs) - view.from) / (view.until - view.from)) * view.width;
    if (x < 0 || x > view.width || x - lastX < leastPixels * 0.6) continue;
    ticks.push({ atMs, x });
    lastX = x;
  }
  return ticks;
}

/** Days, mondays, firsts of months or of years, whichever comes closest to `daysPerTick` from above. */
function stepsOf(fromMs: number, untilMs: number, daysPerTick: number): number[] {
  const starts: number[] = [];
  if (daysPerTick <= 4) {
    for (let at = Math.ceil(fromMs / DAY_MS) * DAY_MS; at <= untilMs; at += DAY_MS) starts.push(at);
  } else if (daysPerTick <= 14) {
    const monday = 4 * DAY_MS;
    const week = 7 * DAY_MS;
    for (let at = Math.ceil((fromMs - monday) / week) * week + monday; at <= untilMs; at += week)
      starts.push(at);
  } else {
    const months = daysPerTick <= 60 ? 1 : daysPerTick <= 200 ? 3 : 12;
    const first = new Date(fromMs);
    for (let month = 0; ; month += months) {
      const base = first.getUTCMonth() - (first.getUTCMonth() % months);
      const at = Date.UTC(first.getUTCFullYear(), base + month, 1);
      if (at > untilMs) break;
      if (at >= fromMs) starts.push(at);
    }
  }
  return starts;
}
