import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { vi } from 'vitest';

/** Where the shell under test keeps what it remembers. */
export const userData = join(tmpdir(), `pinnerformer-main-${process.pid}`);

export type Listener = (...values: unknown[]) => unknown;

interface FakeContents {
  readonly sent: unknown[][];
  readonly posted: unknown[][];
}

interface FakeWindow {
  readonly options: Record<string, unknown>;
  readonly loaded: string[];
  readonly webContents: FakeContents;
  /** Closes as the person does it; false when it was refused. */
  close(): boolean;
}

/** What the shell did to Electron, and what is to happen to it. */
export const shell = {
  appListeners: new Map<string, Listener>(),
  handlers: new Map<string, Listener>(),
  windows: [] as FakeWindow[],
  permissionRequest: undefined as Listener | undefined,
  permissionCheck: undefined as Listener | undefined,
  serve: undefined as ((request: { url: string }) => Promise<Response>) | undefined,
  schemes: [] as unknown[],
  sandboxed: false,
  quits: 0,
  menu: [] as MenuItemConstructorOptions[],
  picked: [] as string[],
  asked: [] as { message: string }[],
  answer: 0,
  warned: [] as string[],
  jobs: [] as string[],
  engines: [] as { folder: string; closed: boolean; lost: () => void }[],
};

class BrowserWindow extends EventEmitter implements FakeWindow {
  static getAllWindows = () => shell.windows;
  readonly loaded: string[] = [];
  readonly webContents = {
    sent: [] as unknown[][],
    posted: [] as unknown[][],
    send: (...values: unknown[]) => void this.webContents.sent.push(values),
    postMessage: (...values: unknown[]) => void this.webContents.posted.push(values),
  };
  constructor(readonly options: Record<string, unknown>) {
    super();
    shell.windows.push(this);
  }
  isDestroyed = () => false;
  isFocused = () => shell.windows.at(-1) === this;
  isMinimized = () => false;
  focus() {}
  show() {}
  getNormalBounds = () => ({ x: 1, y: 2, width: 800, height: 600 });
  async loadURL(url: string) {
    this.loaded.push(url);
  }
  close() {
    const event = { preventDefault: vi.fn() };
    this.emit('close', event);
    if (event.preventDefault.mock.calls.length > 0) return false;
    shell.windows.splice(shell.windows.indexOf(this), 1);
    this.emit('closed');
    return true;
  }
}
const app = {
  on: (name: string, listener: Listener) => void shell.appListeners.set(name, listener),
  getPath: () => userData,
  enableSandbox: () => {
    shell.sandboxed = true;
  },
  requestSingleInstanceLock: () => true,
  whenReady: async () => undefined,
  quit: () => {
    shell.quits++;
  },
};

/** What the shell takes for Electron: it notes what is asked of it. The real one runs in the end-to-end test. */
export const fakeElectron = {
  app,
  BrowserWindow,
  dialog: {
    showMessageBoxSync: (_window: unknown, options: { message: string }) => {
      shell.asked.push(options);
      return shell.answer;
    },
    showErrorBox: (title: string) => void shell.warned.push(title),
    showOpenDialog: async () => ({
      canceled: shell.picked.length === 0,
      filePaths: shell.picked,
    }),
  },
  ipcMain: { handle: (name: string, run: Listener) => void shell.handlers.set(name, run) },
  Menu: {
    buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
    setApplicationMenu: (menu: MenuItemConstructorOptions[]) => {
      shell.menu = menu;
    },
  },
  nativeTheme: { shouldUseDarkColors: false },
  protocol: {
    registerSchemesAsPrivileged: (schemes: unknown[]) => void shell.schemes.push(...schemes),
    handle: (_scheme: string, serve: typeof shell.serve) => {
      shell.serve = serve;
    },
  },
  screen: {
    getAllDisplays: () => [],
    getPrimaryDisplay: () => ({ workAreaSize: { width: 1280, height: 1000 } }),
  },
  session: {
    defaultSession: {
      setPermissionRequestHandler: (handler: Listener) => {
        shell.permissionRequest = handler;
      },
      setPermissionCheckHandler: (handler: Listener) => {
        shell.permissionCheck = handler;
      },
    },
  },
};
