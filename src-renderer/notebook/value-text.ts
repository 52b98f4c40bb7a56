import type { PlainValue } from '../../src-main/contract/notebook.js';
import { plainNumber, recall } from '../widgets/format.js';

/** A value as prose says it: shares as ".229", estimates with their interval. */
export function valueText(value: PlainValue): string {
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return `${number(value.value)} (${number(value.low)} to ${number(value.high)})`;
}

function number(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 1 ? plainNumber(value) : recall(value);
}
