/** Which settings a source writes itself, as its form shows them; the rest are defaults. */
import { parse } from 'yaml';

/** The settings of a block of YAML; null while it cannot be read. */
export function settingsOf(source: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = parse(source);
    if (value === null) return {};
    return typeof value === 'object' && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
