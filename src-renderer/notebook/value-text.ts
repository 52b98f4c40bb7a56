import type { PlainValue } from '../../src-main/contract/notebook.js';
import { plainNumber, recall, spaced } from '../widgets/format.js';

/** A value as prose says it: shares as ".229", estimates with their interval. */
export function valueText(value: PlainValue): string {
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const { value: middle, low, high } = value;
  const said = estimate(middle, low, high);
  return `${said(middle)} (${said(low)} to ${said(high)})`;
}

/** An estimate and its interval have the same places; one beyond shares as many as the interval allows to be told. */
function estimate(middle: number, low: number, high: number): (value: number) => string {
  const half = (high - low) / 2;
  if (Math.max(Math.abs(middle), Math.abs(low), Math.abs(high)) < 1 || !(half > 0)) return number;
  const places = Math.max(0, Math.min(6, -Math.floor(Math.log10(half))));
  return value => spaced(value, places);
}

function number(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 1 ? plainNumber(value) : recall(value);
}
