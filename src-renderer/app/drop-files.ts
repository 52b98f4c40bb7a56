import { addCell } from './add-cell.js';
import type { AppState } from './app-state.svelte.js';

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

/** Files as an import reads them: their paths on the desktop; a browser tells only their names. */
export function importSource(files: readonly File[]): string {
  return importOf(files.map(file => window.studio?.pathOfFile(file) || file.name));
}

/** The settings of an import of these files, with a data set named after the first. */
export function importOf(paths: readonly string[]): string {
  const file = paths[0]?.split(/[\\/]/).at(-1) ?? 'data';
  const word = file
    .replace(/\..*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const dataset = word.replace(/^-+|-+$/g, '') || 'data';
  const quoted = paths.map(path => JSON.stringify(path));
  return quoted.length === 1
    ? `file: ${quoted[0]}\ndataset: ${dataset}\n`
    : `files:\n${quoted.map(path => `  - ${path}\n`).join('')}dataset: ${dataset}\n`;
}
