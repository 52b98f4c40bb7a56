/** How numbers stand in tables and sentences. All in English notation, so that output is the same everywhere. */

export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** "1 user", "3 users". */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** Three decimals; a value that does not exist (no such targets) is a dash. */
export function formatRatio(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3) : '–';
}

/** `0.324 [0.310, 0.338]`. */
export function formatEstimate(estimate: Estimate): string {
  if (!Number.isFinite(estimate.value)) return '–';
  if (!Number.isFinite(estimate.low) || !Number.isFinite(estimate.high))
    return formatRatio(estimate.value);
  return `${formatRatio(estimate.value)} [${formatRatio(estimate.low)}, ${formatRatio(estimate.high)}]`;
}

/** As formatEstimate, with the sign shown: `+0.009 [+0.003, +0.016]`. */
export function formatDifference(estimate: Estimate): string {
  if (!Number.isFinite(estimate.value)) return '–';
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
  return `${signed(estimate.value)} [${signed(estimate.low)}, ${signed(estimate.high)}]`;
}

/** Whole per cents, one decimal below ten. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return '–';
  const percent = Math.abs(share * 100);
  return `${share < 0 ? '−' : ''}${percent.toFixed(percent < 10 ? 1 : 0)} %`;
}

/** `0.42 s`, `7.3 s`, `2 min 05 s`, `1 h 12 min`. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 1) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor((whole % 3_600) / 60);
  if (hours > 0) return `${hours} h ${String(minutes).padStart(2, '0')} min`;
  return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** A stretch of time in its fitting unit, for gaps between actions. */
export function formatGap(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 3_600) return formatSeconds(seconds);
  if (seconds < 86_400 * 2) return `${(seconds / 3_600).toFixed(1)} h`;
  return `${(seconds / 86_400).toFixed(1)} d`;
}

/** `2010-08-13 12:30 UTC`; without the hour at midnight. */
export function formatTime(atMs: number): string {
  if (!Number.isFinite(atMs) || Math.abs(atMs) > 8.64e15) return '–';
  const iso = new Date(atMs).toISOString();
  return iso.endsWith('T00:00:00.000Z')
    ? iso.slice(0, 10)
    : `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** Six significant figures at most, for losses and rates. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  if (Math.abs(value) >= 1_000) return formatCount(value);
  return String(Number(value.toPrecision(Math.abs(value) < 0.001 ? 2 : 4)));
}
