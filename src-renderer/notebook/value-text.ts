import { plainNumber, recall } from '../widgets/format.js';

/**
 * The text for a reference of prose, `$cell.path.to.value`, out of what the cells computed; null when
 * there is no such value. Arrays are read by place, counted from 0, or by the name that a row bears.
 */
export function valueText(reference: string, outputOf: (cell: string) => unknown): string | null {
  const found = /^\$?([\w-]+)\.(.+)$/.exec(reference);
  if (!found?.[1] || !found[2]) return null;
  const path = found[2].split('.');
  const value = path.reduce<unknown>(step, outputOf(found[1]));
  if (typeof value === 'number') {
    return /recall|share|cosine|entropy|mean|low|high/i.test(found[2]) && Math.abs(value) <= 1
      ? recall(value)
      : plainNumber(value);
  }
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return estimateText(value);
}

function step(at: unknown, key: string): unknown {
  if (Array.isArray(at)) {
    if (/^\d+$/.test(key)) return at[Number(key)];
    return at.find(
      row => isRecord(row) && (row.cadence === key || row.run === key || row.name === key),
    );
  }
  return isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined;
}

/** An estimate with its interval is one value. */
function estimateText(value: unknown): string | null {
  if (!isRecord(value) || typeof value.mean !== 'number') return null;
  return recall(value.mean);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
