import { sha256Of } from '../base/files.js';

export interface KeyParts {
  readonly kind: string;
  readonly semanticsVersion: number;
  /** Defaults filled in; `$names` stand in it as the keys of what they name. */
  readonly config: unknown;
  /** Content hashes of the data sets that it names itself. */
  readonly contentHashes: readonly string[];
}

/**
 * The key under which a cell's output is kept: equal keys, equal meaning. Code version, device and
 * threads are recorded beside an output and not hashed, so that a release does not stale a week of runs.
 */
export function outputKey(parts: KeyParts): string {
  return sha256Of(stableJson(parts)).slice(0, 24);
}

/** JSON with the keys of objects in order, so that equal values give equal texts. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  );
}
