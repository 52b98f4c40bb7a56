/** First index in [from, to) whose time is at or after `time`; `to` when there is none. */
export function firstAtOrAfter(atMs: Float64Array, from: number, to: number, time: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (atMs[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First index in [from, to) whose time is after `time`; `to` when there is none. */
export function firstAfter(atMs: Float64Array, from: number, to: number, time: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (atMs[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
