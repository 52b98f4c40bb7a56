import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { channels } from '../../src-main/contract/installation.js';

type Listener = (...values: unknown[]) => unknown;

const shell = vi.hoisted(() => ({
  appListeners: new Map<string, Listener>(),
  handlers: new Map<string, Listener>(),
  windows: [] as { options: Record<string, unknown>; loaded: string[] }[],
  permissionRequest: undefined as Listener | undefined,
  permissionCheck: undefined as Listener | undefined,
  sandboxed: false,
  quits: 0,
  runJob: undefined as Listener | undefined,
}));

vi.mock('electron', () => {
  class BrowserWindow {
    static getAllWindows = () => shell.windows;
    readonly loaded: string[] = [];
    constructor(readonly options: Record<string, unknown>) {
      shell.windows.push(this);
    }
    once() {}
    show() {}
    async loadFile(path: string) {
      this.loaded.push(path);
    }
  }
  const app = {
    on: (name: string, listener: Listener) => void shell.appListeners.set(name, listener),
    enableSandbox: () => {
      shell.sandboxed = true;
    },
    requestSingleInstanceLock: () => true,
    whenReady: async () => undefined,
    quit: () => {
      shell.quits++;
    },
  };
  const ipcMain = { handle: (name: string, run: Listener) => void shell.handlers.set(name, run) };
  const defaultSession = {
    setPermissionRequestHandler: (handler: Listener) => {
      shell.permissionRequest = handler;
    },
    setPermissionCheckHandler: (handler: Listener) => {
      shell.permissionCheck = handler;
    },
  };
  return {
    app,
    BrowserWindow,
    ipcMain,
    nativeTheme: { shouldUseDarkColors: false },
    session: { defaultSession },
  };
});

vi.mock('../../src-main/services/engine.js', () => ({
  createEngine: () => ({ runJob: (...values: unknown[]) => shell.runJob?.(...values) }),
}));

beforeAll(async () => {
  await import('../../src-main/electron/main.js');
  await vi.waitFor(() => expect(shell.windows[0]?.loaded).toHaveLength(1));
});

beforeEach(() => {
  shell.runJob = async kind =>
    kind === 'devices' ? { devices: [{ name: 'reference', works: true }] } : { packages: [] };
});

const ask = (url: string | undefined) =>
  shell.handlers.get(channels.installation)?.({ senderFrame: url === undefined ? null : { url } });

async function ourUrl(): Promise<string> {
  const { pathToFileURL } = await import('node:url');
  return pathToFileURL(shell.windows[0]?.loaded[0] ?? '').href;
}

test('the window is sandboxed, isolated and without Node, and shows the built page', () => {
  expect(shell.sandboxed).toBe(true);
  expect(shell.windows).toHaveLength(1);
  expect(shell.windows[0]?.loaded[0]).toMatch(/renderer[\\/]index\.html$/);
  expect(shell.windows[0]?.options.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
    preload: expect.stringMatching(/preload[\\/]preload\.cjs$/),
  });
});

test('navigation, new windows and webviews are refused', () => {
  const listeners = new Map<string, Listener>();
  let opening: Listener | undefined;
  shell.appListeners.get('web-contents-created')?.(
    {},
    {
      on: (name: string, listener: Listener) => void listeners.set(name, listener),
      setWindowOpenHandler: (handler: Listener) => {
        opening = handler;
      },
    },
  );
  for (const name of ['will-navigate', 'will-attach-webview']) {
    const event = { preventDefault: vi.fn() };
    listeners.get(name)?.(event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  }
  expect(opening?.({ url: 'https://example.org' })).toEqual({ action: 'deny' });
});

test('no permission is granted to any page', () => {
  const answer = vi.fn();
  shell.permissionRequest?.({}, 'media', answer);
  expect(answer).toHaveBeenCalledExactlyOnceWith(false);
  expect(shell.permissionCheck?.()).toBe(false);
});

test('only the built page may ask, and a failure is not kept', async () => {
  expect(() => ask('https://example.org/index.html')).toThrow('Only windows of this app may ask.');
  expect(() => ask(undefined)).toThrow('Only windows of this app may ask.');
  shell.runJob = async () => {
    throw new Error('the compute process was killed');
  };
  await expect(ask(await ourUrl())).rejects.toThrow('the compute process was killed');
  shell.runJob = async kind =>
    kind === 'devices' ? { devices: [{ name: 'reference', works: true }] } : { packages: [] };
  expect(await ask(`${await ourUrl()}#devices`)).toEqual({
    versions: [
      { name: 'PinnerFormer Studio', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
      { name: 'Electron', version: 'unknown' },
      { name: 'Chromium', version: 'unknown' },
      { name: 'Node', version: process.versions.node },
    ],
    devices: [{ name: 'reference', works: true }],
    packages: [],
  });
});

test('the facts are found once for all windows', async () => {
  const first = await ask(await ourUrl());
  shell.runJob = () => {
    throw new Error('asked again');
  };
  expect(await ask(await ourUrl())).toBe(first);
});
