/** How numbers are written: a real minus, a thin space between thousands, the unit after the number. */

const MINUS = '\u2212';
const THIN = '\u2009';
const NONE = '–';

/** With a real minus, and none before what rounds to nought. */
function withSign(value: number, text: string): string {
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** The size without the nought before the point. */
function bare(value: number, places: number): string {
  return Math.abs(value).toFixed(places).replace(/^0\./, '.');
}

/** A recall or another share of one: ".229"; a dash for no number. */
export function recall(value: number, places = 3): string {
  return Number.isFinite(value) ? withSign(value, bare(value, places)) : NONE;
}

/** A difference with its sign: "+.017", "−.004"; nought has none. */
export function signed(value: number, places = 3): string {
  if (!Number.isFinite(value)) return NONE;
  const text = bare(value, places);
  return /[1-9]/.test(text) ? (value < 0 ? MINUS : '+') + text : text;
}

/** Half of an interval: "±.004"; empty when it is not known. */
export function plusMinus(half: number, places = 3): string {
  return Number.isFinite(half) ? `±${bare(half, places)}` : '';
}

/** A whole number with thin spaces: "1 000 000". */
export function count(value: number): string {
  if (!Number.isFinite(value)) return NONE;
  const digits = Math.abs(Math.round(value)).toString();
  return withSign(value, digits.replace(/\B(?=(\d{3})+$)/g, THIN));
}

/** A number of things: 1 user, 2 users. */
export function counted(value: number, thing: string): string {
  return `${count(value)} ${thing}${value === 1 ? '' : 's'}`;
}

export function fixed(value: number, places: number): string {
  return Number.isFinite(value) ? withSign(value, Math.abs(value).toFixed(places)) : NONE;
}

/** A share of one as a percentage: "8.3 %". */
export function percent(share: number, places = 1): string {
  return Number.isFinite(share) ? `${fixed(share * 100, places)} %` : NONE;
}

/** Three figures and a letter, for axes: "28.4k", "1.2M". */
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return withSign(value, `${Number((size / 1e6).toPrecision(3))}M`);
  if (size >= 1e3) return withSign(value, `${Number((size / 1e3).toPrecision(3))}k`);
  return withSign(value, String(Number(size.toPrecision(3))));
}

/** A number with thin spaces before the point and a fixed number of places after it: "1 234 567.89". */
export function spaced(value: number, places: number): string {
  const [whole, rest] = fixed(value, places).split('.');
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, THIN);
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

/** A number of unknown kind in a table: whole ones as counts, others to five figures, none cut off before the point. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return NONE;
  if (Number.isInteger(value)) return count(value);
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e9) return withSign(value, size.toExponential(3));
  return size >= 1e4 ? spaced(value, 0) : withSign(value, String(Number(size.toPrecision(5))));
}

/** "0.02 s", "48 s", "6 min", "1 h 48 min", "2.5 d". */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return NONE;
  if (seconds < 10) return `${Number(seconds.toPrecision(2))} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = seconds / 86_400;
  return days < 10 ? `${Number(days.toFixed(1))} d` : `${count(days)} d`;
}

/** "820 kB", "310 MB", "1.4 GB", in powers of ten. */
export function bytes(size: number): string {
  if (!Number.isFinite(size)) return NONE;
  if (size >= 1e9) return `${(size / 1e9).toFixed(1)} GB`;
  if (size >= 1e6) return `${Math.round(size / 1e6)} MB`;
  return `${Math.round(size / 1e3)} kB`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "19 Aug 2021", in UTC; a dash for no time. */
export function day(atMs: number): string {
  if (!Number.isFinite(atMs)) return NONE;
  const at = new Date(atMs);
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** "1 Sep 2024 – 30 Oct 2024", or the one day. */
export function dayRange(fromMs: number, untilMs: number): string {
  return day(fromMs) === day(untilMs) ? day(fromMs) : `${day(fromMs)} – ${day(untilMs)}`;
}

/** How long a log is: "60 days", "5 h 10 min", "one instant". */
export function spanOf(days: number): string {
  if (days >= 1.5) return counted(Math.round(days), 'day');
  return days === 0 ? 'one instant' : duration(days * 86_400);
}
