import { basename } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { preloadPath } from '../base/entries.js';
import { PAGE_URL } from './page-scheme.js';
import type { Bounds } from './shell-state.js';

/** Opens a workspace's window, without any right that its page does not need; it shows when it is painted. */
export function openWindow(workspaceFolder: string, bounds: Bounds | undefined): BrowserWindow {
  const room = screen.getPrimaryDisplay().workAreaSize;
  const window = new BrowserWindow({
    width: Math.min(1440, room.width),
    height: Math.min(900, room.height),
    ...bounds,
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: `${basename(workspaceFolder)} — PinnerFormer Studio`,
    // The paper of the page, so that no white flashes before it is painted.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181c' : '#fdfdfe',
    webPreferences: {
      preload: preloadPath(),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.on('page-title-updated', event => event.preventDefault());
  void window.loadURL(PAGE_URL);
  return window;
}
