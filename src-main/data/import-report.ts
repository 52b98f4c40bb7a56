import type { Manifest } from './manifest.js';

/** Totals of the data set after the import. */
export interface ImportReport {
  readonly dataset: string;
  readonly users: number;
  /** Pins with at least one action; cataloguePins counts those of the pins file too. */
  readonly pins: number;
  readonly cataloguePins: number;
  readonly actions: number;
  readonly positives: number;
  /** Rejected rows by reason, over all imports. */
  readonly rejected: Readonly<Record<string, number>>;
  readonly firstAt: string;
  readonly lastAt: string;
  /** True when all files had been imported before and nothing was changed. */
  readonly unchanged: boolean;
  readonly added: { readonly users: number; readonly actions: number; readonly rejected: number };
  readonly contentHash: string;
  readonly notes: readonly string[];
}

/** The report of an import that led from `previous` to `manifest`; equal ones are no change. */
export function reportOf(
  manifest: Manifest,
  previous: Manifest | undefined,
  notes: readonly string[],
): ImportReport {
  const { counts } = manifest;
  return {
    dataset: manifest.name,
    users: counts.users,
    pins: counts.pins,
    cataloguePins: counts.cataloguePins,
    actions: counts.actions,
    positives: counts.positives,
    rejected: manifest.rejected,
    firstAt: new Date(manifest.firstAtMs).toISOString(),
    lastAt: new Date(manifest.lastAtMs).toISOString(),
    unchanged: manifest === previous,
    added: {
      users: counts.users - (previous?.counts.users ?? 0),
      actions: counts.actions - (previous?.counts.actions ?? 0),
      rejected: rejectedRows(manifest.rejected) - rejectedRows(previous?.rejected ?? {}),
    },
    contentHash: manifest.contentHash,
    notes,
  };
}

/** Rows of all reasons together. */
export function rejectedRows(rejected: Readonly<Record<string, number>>): number {
  return Object.values(rejected).reduce((sum, count) => sum + count, 0);
}
