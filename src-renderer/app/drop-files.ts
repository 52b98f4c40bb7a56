import type { StudioBridge } from '../../src-main/contract/installation.js';
import { addCell } from './add-cell.js';
import type { AppState } from './app-state.svelte.js';

/** What the desktop's preload script may add: where a dropped file lies on this machine. */
type FileBridge = StudioBridge & { readonly pathOf?: (file: File) => string };

const READABLE = /\.(csv|tsv|txt|jsonl|ndjson|json|parquet)(\.gz)?$/i;

/** Dropped files become an import cell after the active one; its body previews them before anything is read in. */
export async function dropFiles(files: readonly File[], app: AppState): Promise<void> {
  const logs = files.filter(file => READABLE.test(file.name));
  if (logs.length === 0) {
    app.toasts.show('Only CSV, JSON lines and Parquet files can be imported.');
    return;
  }
  await addCell(app, 'import', importSource(logs));
}

/** The settings of an import of these files. A browser does not tell where they lie; then only the name stands. */
export function importSource(files: readonly File[]): string {
  const bridge: FileBridge | undefined = 'studio' in window ? window.studio : undefined;
  const paths = files.map(file => bridge?.pathOf?.(file) ?? file.name);
  const name = (files[0]?.name ?? 'data').replace(/\..*$/, '').toLowerCase();
  const dataset = name.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'data';
  const quoted = paths.map(path => JSON.stringify(path));
  return quoted.length === 1
    ? `file: ${quoted[0]}\ndataset: ${dataset}\n`
    : `files:\n${quoted.map(path => `  - ${path}\n`).join('')}dataset: ${dataset}\n`;
}
