import type { PlainValue } from '../contract/notebook.js';

/** Fields by which a row of a list is told from the others. */
const NAMING = ['run', 'against', 'cadence', 'from', 'to', 'on', 'name', 'claim', 'id'] as const;

/**
 * What stands in an output at `path`, its parts joined by points. A part picks the rows of a list whose
 * run, cadence or other naming field it is, one part after another until one row is left, or the row of
 * that place, counted from 0; a run is named by its cell too. Undefined where no single value is there.
 */
export function valueAt(output: unknown, path: string): PlainValue | undefined {
  return plain(path.split('.').reduce<unknown>(step, output));
}

function step(at: unknown, key: string): unknown {
  if (Array.isArray(at)) {
    if (/^\d+$/.test(key)) return at[Number(key)];
    const rows = at.filter(row => isRecord(row) && NAMING.some(field => isNamed(row[field], key)));
    return rows.length === 1 ? rows[0] : rows;
  }
  return isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined;
}

/** The run of `#dense` is called `dense-` and the first digits of its key. */
function isNamed(value: unknown, key: string): boolean {
  if (typeof value !== 'string') return false;
  return (
    value === key || (value.startsWith(`${key.toLowerCase()}-`) && /-[0-9a-f]{6}$/.test(value))
  );
}

function plain(value: unknown): PlainValue | undefined {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
    return value;
  if (!isRecord(value)) return undefined;
  const { value: estimate, low, high } = value;
  return typeof estimate === 'number' && typeof low === 'number' && typeof high === 'number'
    ? { value: estimate, low, high }
    : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
