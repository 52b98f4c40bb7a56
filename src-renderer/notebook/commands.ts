/**
 * All that a person can ask for, once: keys, palette, menus and the desktop's menu bar run these. A
 * command acts on the window; those of cells need an open notebook.
 */
import type { CellView } from '../../src-main/contract/notebook.js';
import type { AppState } from '../app/app-state.svelte.js';
import { focusPane } from '../app/panes.js';
import { exportNotebookHtml } from './export-html.js';
import { copyOutput, exportPicture, exportTable } from './export-output.js';
import type { CommandId } from './keys.js';
import { isView, togglePin } from './pin-view.js';
import type { Workbench } from './workbench.svelte.js';

type CellCommand = (bench: Workbench, app: AppState) => void | Promise<void>;

const onBench: Partial<Record<CommandId, CellCommand>> = {
  'cell.next': bench => bench.step(1),
  'cell.previous': bench => bench.step(-1),
  'cell.extendNext': bench => bench.step(1, true),
  'cell.extendPrevious': bench => bench.step(-1, true),
  'cell.first': bench => bench.step(Number.NEGATIVE_INFINITY),
  'cell.last': bench => bench.step(Number.POSITIVE_INFINITY),
  'cell.edit': bench => {
    if (bench.range.active !== null) bench.edit(bench.range.active);
  },
  'cell.command': bench => bench.leave(),
  'cell.run': async bench => {
    bench.endEditing();
    await run(bench);
  },
  'cell.runAndMove': async bench => {
    await run(bench);
    bench.mode = 'command';
    if (bench.after(bench.range.active) !== null) bench.step(1);
    else await bench.insert(null, 'prose', '');
  },
  'cell.runToHere': async bench => {
    if (bench.range.active !== null) await bench.notebook.run('toHere', bench.range.active);
  },
  'cell.cancel': async bench => {
    await Promise.all(bench.chosen.map(cell => bench.notebook.cancel(cell)));
  },
  'cell.insertAbove': bench => bench.insert(bench.range.active, 'prose', ''),
  'cell.insertBelow': bench => bench.insert(bench.after(bench.range.active), 'prose', ''),
  'cell.copy': async (bench, app) => void (await copy(bench, app)),
  'cell.cut': async (bench, app) => {
    if (await copy(bench, app)) await remove(bench, app);
  },
  'cell.paste': async (bench, app) => {
    const markdown = await navigator.clipboard.readText().catch(() => null);
    if (markdown === null) app.toasts.show('The clipboard may not be read here; use Ctrl V.');
    else if (markdown.trim() !== '') await bench.paste(markdown);
  },
  'cell.delete': remove,
  'cell.duplicate': async (bench, app) => {
    const made = await markdownOf(bench, app);
    if (made !== undefined) await bench.paste(made);
  },
  'cell.moveUp': bench => bench.shift(-1),
  'cell.moveDown': bench => bench.shift(1),
  'cell.toProse': async bench => {
    for (const cell of bench.chosen) {
      await bench.notebook.edit({ kind: 'kind', cell, cellKind: 'prose' });
    }
  },
  'cell.fold': bench => bench.toggleFold(),
  'cell.toggleTable': bench => bench.toggleTable(),
  'cell.toggleSource': bench => {
    if (bench.range.active !== null) bench.toggleSource(bench.range.active);
  },
  'cell.pin': async (bench, app) => {
    if (await togglePin(bench, app.studio.selection)) return;
    app.toasts.show('Nobody is chosen: choose a user, then pin the view to it.');
  },
  'cell.selectAll': bench => bench.selectAll(),
  'cell.copyOutput': copyOutput,
  'cell.exportCsv': (bench, app) => exportTable(bench, app, 'csv'),
  'cell.exportParquet': (bench, app) => exportTable(bench, app, 'parquet'),
  'cell.exportPng': (bench, app) => exportPicture(bench, app, 'png'),
  'cell.exportSvg': (bench, app) => exportPicture(bench, app, 'svg'),
  'notebook.undo': async bench => void (await bench.notebook.edit({ kind: 'undo' })),
  'notebook.redo': async bench => void (await bench.notebook.edit({ kind: 'redo' })),
  'notebook.runAll': bench => bench.notebook.run('all'),
  'notebook.runOutdated': bench => bench.notebook.run('outdated'),
  'notebook.stop': async ({ notebook }) => {
    // What waits goes first, or it would start when the one before it ends.
    const active = (status: CellView['state']['status']) =>
      notebook.list.filter(cell => cell.state.status === status);
    for (const { id } of [...active('queued'), ...active('running')]) await notebook.cancel(id);
  },
  'notebook.save': async (bench, app) => {
    await bench.notebook.flush();
    app.toasts.show('Everything is saved as you write.');
  },
  'notebook.duplicate': async (bench, app) => {
    const { client } = app.studio;
    const made = await app.attempt(() => client.notebooks.duplicate({ name: bench.notebook.name }));
    if (made) app.openNotebook(made.name);
  },
  'notebook.rename': (bench, app) => {
    app.renaming = bench.notebook.name;
  },
  'notebook.exportHtml': exportNotebookHtml,
};

/** Commands that change the notebook: not offered while it may only be read. */
const WRITES: ReadonlySet<CommandId> = new Set([
  'cell.runAndMove',
  'cell.run',
  'cell.runToHere',
  'cell.insertAbove',
  'cell.insertBelow',
  'cell.cut',
  'cell.paste',
  'cell.delete',
  'cell.duplicate',
  'cell.moveUp',
  'cell.moveDown',
  'cell.toProse',
  'cell.pin',
  'notebook.undo',
  'notebook.redo',
  'notebook.runAll',
  'notebook.runOutdated',
  'notebook.stop',
  'notebook.rename',
]);

/** Whether a command can do anything now. */
export function isEnabled(command: CommandId, app: AppState): boolean {
  if (!(command in onBench)) return true;
  const { bench } = app;
  if (!bench || app.view !== 'notebook') return false;
  if (WRITES.has(command) && bench.readOnly) return false;
  if (command === 'cell.pin' && !(bench.active && isView(bench.active))) return false;
  return (
    !command.startsWith('cell.') || bench.notebook.order.length > 0 || /insert|paste/.test(command)
  );
}

/** Runs a command; what fails is told in the window. False when it can do nothing now. */
export function runCommand(command: CommandId, app: AppState): boolean {
  if (!isEnabled(command, app)) return false;
  const work = onBench[command];
  if (work && app.bench) {
    const { bench } = app;
    void app.attempt(async () => work(bench, app));
    return true;
  }
  switch (command) {
    case 'app.palette':
      app.paletteOpen = !app.paletteOpen;
      return true;
    case 'app.panel':
      app.togglePanel();
      return true;
    case 'app.jobs':
      app.toggleJobs();
      return true;
    case 'app.nextPane':
      focusPane(1);
      return true;
    case 'app.previousPane':
      focusPane(-1);
      return true;
    case 'app.keys':
      app.keysOpen = !app.keysOpen;
      return true;
    case 'app.theme':
      app.theme.turn();
      return true;
    case 'notebook.new':
      void app.attempt(async () => {
        const { name } = await app.studio.client.notebooks.create({});
        app.openNotebook(name);
      });
      return true;
    default:
      return false;
  }
}

/** Runs the chosen cells in their order; prose has nothing to run. */
async function run(bench: Workbench): Promise<void> {
  for (const id of bench.chosen) {
    const cell = bench.notebook.cells.get(id);
    if (cell && cell.kind !== 'prose') await bench.notebook.run('cell', id);
  }
}

async function remove(bench: Workbench, app: AppState): Promise<void> {
  const gone = await bench.remove();
  if (gone === 0) return;
  const toast = app.toasts.show(gone === 1 ? 'One cell deleted.' : `${gone} cells deleted.`, {
    label: 'Undo',
    run: () => void bench.notebook.edit({ kind: 'undo' }),
  });
  // After another edit it would take that one back.
  bench.notebook.beforeNextEdit = () => app.toasts.close(toast);
}

async function markdownOf(bench: Workbench, app: AppState): Promise<string | undefined> {
  await bench.notebook.flush();
  const { notebooks } = app.studio.client;
  const answer = await notebooks.markdown({
    notebook: bench.notebook.name,
    cells: [...bench.chosen],
  });
  return answer.markdown;
}

async function copy(bench: Workbench, app: AppState): Promise<boolean> {
  const markdown = await markdownOf(bench, app);
  if (markdown === undefined) return false;
  await navigator.clipboard.writeText(markdown);
  app.announce(bench.chosen.length === 1 ? 'Cell copied' : `${bench.chosen.length} cells copied`);
  return true;
}
