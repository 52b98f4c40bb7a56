import { datasetName } from '../cells/import/mapping.js';
import { mayHoldActions } from '../cells/import/readable-files.js';
import { uploads } from '../state/uploads.svelte.js';
import type { AppState } from './app-state.svelte.js';
import { notebookOf } from './import-source.js';

/**
 * Dropped files become a notebook of their own, whose first cell previews them before anything is read
 * in. The desktop knows their paths; from a browser they are sent to the workspace first.
 */
export async function dropFiles(files: readonly File[], app: AppState): Promise<void> {
  const logs = files.filter(file => mayHoldActions(file.name));
  if (logs.length === 0) {
    app.toasts.show('Only files of rows can be imported: CSV, TSV, text, JSON lines and Parquet.');
    return;
  }
  const paths = await app.attempt(() => Promise.all(logs.map(pathOf)));
  await importFiles(paths?.filter(path => path !== null) ?? [], app);
}

/** Opens the notebook of these files; none do nothing. */
export async function importFiles(paths: readonly string[], app: AppState): Promise<void> {
  if (paths.length === 0) return;
  const { notebooks } = app.studio.client;
  const made = await app.attempt(() =>
    notebooks.create({ name: datasetName(paths), text: notebookOf(paths) }),
  );
  if (made) app.openNotebook(made.name);
}

async function pathOf(file: File): Promise<string | null> {
  return window.studio?.pathOfFile(file) || uploads.send(file);
}
