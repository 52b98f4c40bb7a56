import type { MenuItemConstructorOptions } from 'electron';

/** What the menu does in main itself, rather than in the page. */
export interface MenuActions {
  /** Runs a command of the page in the window at the front. */
  run(commandId: string): void;
  openWorkspace(): void;
  openRecent(workspaceFolder: string): void;
  clearRecent(): void;
  importFiles(): void;
}

/**
 * The application menu. Commands have the ids and keys that the page's palette and key table have; those
 * that are not among the possible ones can be seen and not chosen.
 */
export function menuTemplate(
  actions: MenuActions,
  recent: readonly string[],
  platform: string,
  possible: ReadonlySet<string>,
): MenuItemConstructorOptions[] {
  /**
   * An item whose key the page itself listens to, because it depends on where the cursor is: the menu
   * shows the key and does not take it.
   */
  const command = (
    label: string,
    id: string,
    accelerator?: string,
  ): MenuItemConstructorOptions => ({
    label,
    enabled: possible.has(id),
    click: () => actions.run(id),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        command('New Notebook', 'notebook.new'),
        { label: 'Open Workspace…', accelerator: 'CmdOrCtrl+O', click: actions.openWorkspace },
        { label: 'Open Recent', submenu: recentItems(actions, recent) },
        line,
        command('Save', 'notebook.save', 'CmdOrCtrl+S'),
        command('Duplicate Notebook', 'notebook.duplicate'),
        command('Rename Notebook…', 'notebook.rename'),
        {
          label: 'Import Files…',
          enabled: possible.has('data.import'),
          click: actions.importFiles,
        },
        command('Export as HTML…', 'notebook.exportHtml'),
        line,
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        command('Undo', 'notebook.undo', 'CmdOrCtrl+Z'),
        command('Redo', 'notebook.redo', 'CmdOrCtrl+Shift+Z'),
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: '&Run',
      submenu: [
        command('Run Cell', 'cell.run', 'CmdOrCtrl+Enter'),
        command('Run to Here', 'cell.runToHere', 'CmdOrCtrl+Alt+Enter'),
        command('Run Outdated Cells', 'notebook.runOutdated'),
        command('Run All', 'notebook.runAll', 'CmdOrCtrl+Shift+Enter'),
        command('Stop', 'notebook.stop'),
        line,
        command('Jobs', 'app.jobs', 'CmdOrCtrl+J'),
      ],
    },
    {
      label: '&View',
      submenu: [
        command('Command Palette…', 'app.palette', 'CmdOrCtrl+K'),
        command('Inspector', 'app.panel', 'CmdOrCtrl+I'),
        command('Light or Dark', 'app.theme'),
        line,
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        { role: 'togglefullscreen' },
        line,
        { role: 'toggleDevTools' },
      ],
    },
    ...(isMac ? [{ role: 'windowMenu' as const }] : []),
    { label: '&Help', submenu: [command('Keys', 'app.keys')] },
  ];
}

function recentItems(
  actions: MenuActions,
  recent: readonly string[],
): MenuItemConstructorOptions[] {
  if (recent.length === 0) return [{ label: 'None yet', enabled: false }];
  return [
    // An ampersand in a label would mark a key.
    ...recent.map(folder => ({
      label: folder.replaceAll('&', '&&'),
      click: () => actions.openRecent(folder),
    })),
    { type: 'separator' },
    { label: 'Clear', click: actions.clearRecent },
  ];
}
