/** How instants, lasting times, sizes and rates are written. Instants of the data are UTC; the wall clock is local. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number) => String(value).padStart(2, '0');

/** "19 Aug 2021, 20:42" in UTC, which the page says once; a dash for no time. */
export function instant(atMs: number): string {
  if (!Number.isFinite(atMs)) return '–';
  const at = new Date(atMs);
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}, ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** "14:21" on the reader's own clock. */
export function wallClock(atMs: number): string {
  const at = new Date(atMs);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** "14:21:07" on the reader's own clock, for logs. */
export function wallClockSeconds(atMs: number): string {
  return `${wallClock(atMs)}:${two(new Date(atMs).getSeconds())}`;
}

/** "just now", "4 min ago", "yesterday" … up to a week, then the day. */
export function ago(atMs: number, nowMs: number): string {
  const minutes = Math.floor((nowMs - atMs) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.floor(hours / 24);
  if (days === 1) return 'yesterday';
  if (days < 7) return `${days} days ago`;
  const at = new Date(atMs);
  return `${at.getDate()} ${MONTHS[at.getMonth()]} ${at.getFullYear()}`;
}

const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** "11.0 of 24.0 GiB", in the unit of the whole. */
export function bytesOf(used: number, total: number): string {
  const { size, places } = unitOf(total);
  return `${(used / size).toFixed(places)} of ${bytes(total)}`;
}

/** "1.5 GiB", "96 MiB". */
export function bytes(count: number): string {
  const { size, unit, places } = unitOf(count);
  return `${(count / size).toFixed(places)} ${unit}`;
}

const unitOf = (count: number) =>
  count >= GIB ? { size: GIB, unit: 'GiB', places: 1 } : { size: MIB, unit: 'MiB', places: 0 };

/** "6.4 steps/s"; below one a minute, "3.2 steps/min". Empty when nothing is known. */
export function rate(perSecond: number, unit: string): string {
  if (!Number.isFinite(perSecond) || perSecond <= 0) return '';
  if (perSecond < 0.1) return `${(perSecond * 60).toPrecision(2)} ${unit}/min`;
  const text =
    perSecond < 100
      ? String(Number(perSecond.toPrecision(2)))
      : String(Math.round(perSecond)).replace(/\B(?=(\d{3})+$)/g, '\u2009');
  return `${text} ${unit}/s`;
}
