import type { AppState } from './app-state.svelte.js';

const OPENS_MS = 5000;
const LOOK_EVERY_MS = 50;

/** A new cell at the end of the open notebook, or of a new one where none is open; it is then edited. */
export async function addCell(app: AppState, kind: string, source?: string): Promise<void> {
  if (app.notebook === null) {
    const made = await app.attempt(() => app.studio.client.notebooks.create({}));
    if (!made) return;
    app.openNotebook(made.name);
  }
  app.view = 'notebook';
  for (let waitedMs = 0; waitedMs < OPENS_MS; waitedMs += LOOK_EVERY_MS) {
    const { bench } = app;
    if (bench?.notebook.head) {
      if (!bench.readOnly) await bench.insert(bench.after(bench.range.active), kind, source);
      return;
    }
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
