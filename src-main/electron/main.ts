/** The desktop shell: windows, menu and dialogs. Each workspace's engine has a process of its own. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, session, type WebContents } from 'electron';
import { z } from 'zod';
import type { ShellCommand } from '../contract/shell.js';
import { channels } from './channels.js';
import { menuTemplate } from './menu.js';
import { type OpenWorkspace, OpenWorkspaces } from './open-workspaces.js';
import { isOurPage, registerPageScheme, servePage } from './page-scheme.js';
import { refusePermissions } from './permissions.js';
import { ShellState } from './shell-state.js';

const state = new ShellState(join(app.getPath('userData'), 'shell-state.json'), error =>
  process.stderr.write(`${String(error)}\n`),
);
const workspaces = new OpenWorkspaces(state);
/** What each window's page can do now; nothing until it says so. */
const possible = new WeakMap<OpenWorkspace, ReadonlySet<string>>();

const pickRequest = z.strictObject({
  title: z.string(),
  what: z.enum(['files', 'folder']),
  filters: z
    .array(z.strictObject({ name: z.string(), extensions: z.array(z.string()) }))
    .optional(),
});

/** The workspace on a command line, else the one opened last, else the one of the environment or at home. */
function workspaceOf(args: readonly string[], folder: string): string {
  const at = args.indexOf('--workspace');
  const given = at < 0 ? undefined : args[at + 1];
  if (given !== undefined) return resolve(folder, given);
  const usual = process.env.PINNERFORMER_WORKSPACE ?? join(homedir(), 'PinnerFormer');
  // One that is gone, as with a drive that is not plugged in, is not made anew in its place.
  return state.recent.find(existsSync) ?? usual;
}

function open(folder: string): OpenWorkspace {
  const opened = workspaces.open(folder);
  if (!possible.has(opened)) {
    possible.set(opened, new Set());
    opened.window.on('focus', showMenu).once('closed', showMenu);
  }
  showMenu();
  return opened;
}

function openRecent(folder: string): void {
  if (existsSync(folder)) {
    open(folder);
    return;
  }
  void state.forget(folder);
  showMenu();
  dialog.showErrorBox(
    'This workspace is no longer there',
    `${folder} was moved or removed, or its drive is not connected. Open it from where it is now with File, Open Workspace.`,
  );
}

function sendToFront(command: ShellCommand): void {
  workspaces.front?.window.webContents.send(channels.command, command);
}

function showMenu(): void {
  const actions = {
    run: (id: string) => sendToFront({ id, files: [] }),
    openRecent,
    async openWorkspace() {
      const [folder] = await pick({ title: 'Open a workspace', what: 'folder' });
      if (folder !== undefined) open(folder);
    },
    async importFiles() {
      const files = await pick({ title: 'Import files of actions or pins', what: 'files' });
      if (files.length > 0) sendToFront({ id: 'data.import', files });
    },
    clearRecent() {
      void state.clearRecent();
      showMenu();
    },
  };
  const { front } = workspaces;
  const offered = (front && possible.get(front)) ?? new Set();
  const template = menuTemplate(actions, state.recent, process.platform, offered);
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

async function pick(request: z.infer<typeof pickRequest>): Promise<readonly string[]> {
  const { title, what, filters = [] } = request;
  const window = workspaces.front?.window;
  const options: Electron.OpenDialogOptions = {
    title,
    filters,
    properties:
      what === 'folder' ? ['openDirectory', 'createDirectory'] : ['openFile', 'multiSelections'],
  };
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return canceled ? [] : filePaths;
}

/** The workspace whose own page asks; anything else that could ask is refused. */
function asking(event: {
  readonly sender: WebContents;
  readonly senderFrame: { readonly url: string } | null;
}): OpenWorkspace {
  const workspace = workspaces.of(event.sender);
  if (!workspace || !isOurPage(event.senderFrame?.url))
    throw new Error('Only windows of this app may ask.');
  return workspace;
}

ipcMain.handle(channels.requestEngine, event => {
  const { engine, window } = asking(event);
  window.webContents.postMessage(channels.enginePort, null, [engine.connect()]);
});
ipcMain.handle(channels.pickFiles, (event, request: unknown) => {
  asking(event);
  return pick(pickRequest.parse(request));
});
ipcMain.handle(channels.possible, (event, commandIds: unknown) => {
  possible.set(asking(event), new Set(z.array(z.string()).parse(commandIds)));
  showMenu();
});

app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', event => event.preventDefault());
  contents.on('will-attach-webview', event => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
});
app.on('second-instance', (_event, args, folder) => void open(workspaceOf(args, folder)));
app.on('activate', () => {
  if (BrowserWindow.getAllWindows().length === 0) open(workspaceOf([], homedir()));
});
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit();
});
app.on('will-quit', event => {
  if (!workspaces.isClosing) return;
  event.preventDefault();
  void workspaces.closed().then(() => app.quit());
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    workspaces.closeAll();
    app.quit();
  });
}

registerPageScheme();
app.enableSandbox();
if (app.requestSingleInstanceLock()) {
  void app.whenReady().then(() => {
    refusePermissions(session.defaultSession);
    servePage();
    open(workspaceOf(process.argv, process.cwd()));
  });
} else app.quit();
