import { changedSettings, fileName, joinWords } from '../cells/import/file-roles.js';
import { datasetName, filesOf } from '../cells/import/mapping.js';
import { mayHoldActions } from '../cells/import/readable-files.js';
import { setSettings } from '../cells/set-and-run.js';
import { settingsOf } from '../notebook/source-settings.js';
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

/**
 * Opens the notebook of these files; none do nothing. A file that describes the pins of the open notebook's
 * log is joined to that import instead.
 */
export async function importFiles(paths: readonly string[], app: AppState): Promise<void> {
  if (paths.length === 0) return;
  const [path] = paths;
  if (paths.length === 1 && path !== undefined && (await joinPinsFile(path, app))) return;
  const { datasets, notebooks } = app.studio.client;
  // Where nothing can be told the form says why, below the files as they are.
  const preview = await datasets.preview({ files: [...paths] }).catch(() => null);
  const logs = preview === null ? paths : [preview.log, ...paths.filter(isOther(preview.log))];
  const made = await app.attempt(() =>
    notebooks.create({ name: datasetName(logs), text: notebookOf(logs) }),
  );
  if (made) app.openNotebook(made.name);
}

/** Takes a file as the pins of an import in the open notebook; false where it describes none of them. */
async function joinPinsFile(path: string, app: AppState): Promise<boolean> {
  const { bench, studio } = app;
  if (app.view !== 'notebook' || !bench || bench.readOnly) return false;
  for (const cell of bench.notebook.list) {
    const source = cell.kind === 'import' ? settingsOf(cell.source) : null;
    const files = filesOf(source);
    if (source === null || files.length === 0 || files.includes(path)) continue;
    const { files: _, file: __, dataset: ___, ...settings } = source;
    if (settings.pins !== undefined || settings.as !== undefined) continue;
    const named = settings.columns === undefined ? {} : { pins: { file: path } };
    const preview = await studio.client.datasets
      .preview({
        files: named.pins ? files : [...files, path],
        settings: { ...settings, ...named },
      })
      .catch(() => null);
    const pins = preview?.pins;
    if (!preview || !pins || pins.join.found === 0 || ![pins.file, preview.log].includes(path))
      continue;
    const logs = [...files, path].filter(isOther(pins.file));
    const joined = await app.attempt(async () => {
      await setSettings(
        studio,
        bench.notebook.name,
        cell.id,
        changedSettings(source, [
          ['files', logs],
          ['pins', pins.settings],
        ]),
      );
      return true;
    });
    if (joined !== true) return true;
    bench.goTo(cell.id);
    app.toasts.show(
      `${fileName(pins.file)} was joined to #${cell.name ?? 'import'}. ${joinWords(preview)}`,
    );
    return true;
  }
  return false;
}

const isOther = (path: string) => (each: string) => each !== path;

async function pathOf(file: File): Promise<string | null> {
  return window.studio?.pathOfFile(file) || uploads.send(file);
}
