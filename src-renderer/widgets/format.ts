const MINUS = '−';
const THIN = ' ';
const NONE = '–';

function written(value: number, text: string): string {
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

function bare(value: number, places: number): string {
  return Math.abs(value).toFixed(places).replace(/^0\./, '.');
}

export function recall(value: number, places = 3): string {
  return Number.isFinite(value) ? written(value, bare(value, places)) : NONE;
}
export function signed(value: number, places = 3): string {
  if (!Number.isFinite(value)) return NONE;
  const text = bare(value, places);
  return /[1-9]/.test(text) ? (value < 0 ? MINUS : '+') + text : text;
}
export function plusMinus(half: number, places = 3): string {
  return Number.isFinite(half) ? `±${bare(half, places)}` : '';
}
export function count(value: number): string {
  if (!Number.isFinite(value)) return NONE;
  return written(
    value,
    Math.abs(Math.round(value))
      .toString()
      .replace(/\B(?=(\d{3})+$)/g, THIN),
  );
}
export function fixed(value: number, places: number): string {
  return Number.isFinite(value) ? written(value, Math.abs(value).toFixed(places)) : NONE;
}
export function percent(share: number, places = 1): string {
  return Number.isFinite(share) ? `${fixed(share * 100, places)} %` : NONE;
}
export function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return written(value, `${Number((size / 1e6).toPrecision(3))}M`);
  if (size >= 1e3) return written(value, `${Number((size / 1e3).toPrecision(3))}k`);
  return written(value, String(Number(size.toPrecision(3))));
}
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return NONE;
  if (seconds < 10) return `${Number(seconds.toPrecision(2))} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 1440)
    return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`;
  const days = Number((seconds / 86_400).toFixed(seconds < 864_000 ? 1 : 0));
  return `${count(days) === String(days) ? days : fixed(days, Number.isInteger(days) ? 0 : 1)} d`;
}
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export function day(ms: number): string {
  if (!Number.isFinite(ms)) return NONE;
  const date = new Date(ms);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}
