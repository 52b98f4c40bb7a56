/** Days and instants of the data, all in UTC. */
export const DAY_MS = 86_400_000;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const two = (value: number) => String(value).padStart(2, '0');

/** "Thu 19 Aug 20:42", for the playhead's flag. */
export function weekdayInstant(atMs: number): string {
  const at = new Date(atMs);
  return `${DAYS[at.getUTCDay()]} ${shortInstant(atMs)}`;
}

/** "19 Aug 20:42", where the year is said elsewhere. */
export function shortInstant(atMs: number): string {
  const at = new Date(atMs);
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** "Thu 19 Aug 2021, 20:42". */
export function fullInstant(atMs: number): string {
  const at = new Date(atMs);
  return `${DAYS[at.getUTCDay()]} ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}, ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** A tick: "Thu 19" with room, "19" without; on firsts of months "Aug", of years "2021". */
export function tickText(atMs: number, room: number, stepDays: number): string {
  const at = new Date(atMs);
  if (stepDays >= 27) {
    const year = String(at.getUTCFullYear());
    if (at.getUTCMonth() === 0) return year;
    return MONTHS[at.getUTCMonth()] ?? '';
  }
  if (stepDays >= 6) return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}`;
  return room >= 40 ? `${DAYS[at.getUTCDay()]} ${at.getUTCDate()}` : String(at.getUTCDate());
}

/** "August 2021", or "Aug – Nov 2021", or with both years: what the ticks do not say. */
export function spanText(fromMs: number, untilMs: number): string {
  const a = new Date(fromMs);
  const b = new Date(untilMs);
  const [from, until] = [MONTHS[a.getUTCMonth()], MONTHS[b.getUTCMonth()]];
  if (a.getUTCFullYear() !== b.getUTCFullYear())
    return `${from} ${a.getUTCFullYear()} – ${until} ${b.getUTCFullYear()}`;
  return from === until
    ? `${from} ${b.getUTCFullYear()}`
    : `${from} – ${until} ${b.getUTCFullYear()}`;
}

/** How long ago, for the age of an embedding: "0 min", "5 h", "1 d 20 h", "40 d". */
export function age(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h`;
  const days = Math.floor(hours / 24);
  return days >= 10 || hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}
