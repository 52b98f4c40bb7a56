/** The desktop shell: one window on the engine, which does all its computing in child processes. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain } from 'electron';
import { channels } from '../contract/installation.js';
import { createEngine } from '../services/engine.js';
import { describeInstallation } from '../services/installation.js';
import { isOurPage, openWindow } from './window.js';

const engine = createEngine({ workspaceFolder: join(homedir(), 'PinnerFormer') });

/** The same facts for every window: they are found once. A failure is not kept. */
let installation: ReturnType<typeof describeInstallation> | undefined;

ipcMain.handle(channels.installation, event => {
  if (!isOurPage(event.senderFrame?.url)) throw new Error('Only windows of this app may ask.');
  installation ??= describeInstallation(engine.runJob, [
    { name: 'Electron', version: process.versions.electron ?? 'unknown' },
    { name: 'Chromium', version: process.versions.chrome ?? 'unknown' },
    { name: 'Node', version: process.versions.node },
  ]).catch(error => {
    installation = undefined;
    throw error;
  });
  return installation;
});

app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', event => event.preventDefault());
  contents.on('will-attach-webview', event => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
});
app.on('activate', () => {
  if (BrowserWindow.getAllWindows().length === 0) void openWindow();
});
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit();
});

app.enableSandbox();
if (app.requestSingleInstanceLock()) void app.whenReady().then(openWindow);
else app.quit();
