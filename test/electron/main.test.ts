import { EventEmitter } from 'node:events';
import { rm } from 'node:fs/promises';
import type { MenuItemConstructorOptions } from 'electron';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { channels } from '../../src-main/electron/channels.js';
import { type Listener, shell, userData } from './fake-electron.js';

vi.mock('electron', async () => (await import('./fake-electron.js')).fakeElectron);
// Engines are processes; they run in the end-to-end test. Here their hosts are watched.
vi.mock('../../src-main/electron/engine-host.js', () => ({
  EngineHost: class {
    closed = false;
    lost: () => void = () => undefined;
    constructor(readonly folder: string) {
      shell.engines.push(this);
    }
    connect = () => `port of ${this.folder}`;
    onLost(listener: () => void) {
      this.lost = listener;
    }
    async close() {
      this.closed = true;
    }
  },
}));
vi.mock('../../src-main/electron/job-watch.js', () => ({
  JobWatch: class {
    get underWay() {
      return shell.jobs;
    }
    close() {}
  },
}));

const WORKSPACE = '/srv/pins';

afterAll(() =>
  rm(userData, {
    recursive: true,
    force: true,
    maxRetries: 5,
  }),
);

beforeAll(async () => {
  process.argv.push('--workspace', WORKSPACE);
  await import('../../src-main/electron/main.js');
  await vi.waitFor(() => expect(shell.windows[0]?.loaded).toHaveLength(1));
});

beforeEach(() => {
  shell.jobs = [];
  shell.asked = [];
  shell.picked = [];
});

const first = () => {
  const [window] = shell.windows;
  if (!window) throw new Error('There is no window.');
  return window;
};

const ask = (channel: string, url: string | undefined, ...values: unknown[]) =>
  shell.handlers.get(channel)?.(
    { sender: first().webContents, senderFrame: url === undefined ? null : { url } },
    ...values,
  );

test('the window is sandboxed, isolated and without Node, and shows the built page', () => {
  expect(shell.sandboxed).toBe(true);
  expect(shell.windows).toHaveLength(1);
  expect(first().loaded).toEqual(['app://studio/']);
  expect(first().options).toMatchObject({ width: 1280, height: 900 });
  expect(first().options.title).toBe('pins — PinnerFormer Studio');
  expect(first().options.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
    preload: expect.stringMatching(/preload[\\/]preload\.cjs$/),
  });
});

test('the page comes with a strict policy, its nonce and no way to the network', async () => {
  expect(shell.schemes).toMatchObject([{ scheme: 'app', privileges: { secure: true } }]);
  const page = await shell.serve?.({ url: 'app://studio/' });
  const policy = page?.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self'");
  expect(policy).toContain("connect-src 'none'");
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  expect(await page?.text()).toContain(`<meta name="csp-nonce" content="${nonce}" />`);
  for (const url of ['app://studio/../main/cli.mjs', 'app://other/', 'app://studio/none.js'])
    expect((await shell.serve?.({ url }))?.status).toBe(404);
});

test('navigation, new windows and webviews are refused', () => {
  const contents = new EventEmitter();
  let opening: Listener | undefined;
  const setWindowOpenHandler = (handler: Listener) => {
    opening = handler;
  };
  shell.appListeners.get('web-contents-created')?.(
    {},
    Object.assign(contents, { setWindowOpenHandler }),
  );
  for (const name of ['will-navigate', 'will-attach-webview']) {
    const event = { preventDefault: vi.fn() };
    contents.emit(name, event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  }
  expect(opening?.({ url: 'https://example.org' })).toEqual({ action: 'deny' });
});

test('our page may write to the clipboard; nothing else is granted, to it or to others', () => {
  const granted = (permission: string, url: string) => {
    const answer = vi.fn();
    shell.permissionRequest?.({}, permission, answer, { requestingUrl: url });
    expect(shell.permissionCheck?.({}, permission, url)).toBe(answer.mock.calls[0]?.[0]);
    return answer.mock.calls[0]?.[0];
  };
  expect(granted('clipboard-sanitized-write', 'app://studio/')).toBe(true);
  expect(granted('clipboard-sanitized-write', 'https://example.org/')).toBe(false);
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read'])
    expect(granted(permission, 'app://studio/')).toBe(false);
});

test('only the built page gets a port to its engine', () => {
  const refusal = 'Only windows of this app may ask.';
  expect(() => ask(channels.requestEngine, 'https://example.org/')).toThrow(refusal);
  expect(() => ask(channels.requestEngine, 'app://studio.evil/')).toThrow(refusal);
  expect(() => ask(channels.requestEngine, undefined)).toThrow(refusal);
  expect(() => ask(channels.pickFiles, 'https://example.org/')).toThrow(refusal);
  ask(channels.requestEngine, 'app://studio/#cell-3');
  expect(first().webContents.posted).toEqual([
    [channels.enginePort, null, [`port of ${WORKSPACE}`]],
  ]);
});

test('the menu offers what the page of the window at the front can do, and nothing before it says so', () => {
  const offered = () =>
    shell.menu
      .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
      .filter(({ click, enabled }) => click && enabled)
      .map(({ label }) => label);
  expect(offered()).toEqual([]);
  ask(channels.possible, 'app://studio/', ['notebook.undo', 'data.import']);
  expect(offered()).toEqual(['Import Files…', 'Undo']);
  expect(() => ask(channels.possible, 'https://example.org/', ['cell.run'])).toThrow();
  expect(() => ask(channels.possible, 'app://studio/', 'cell.run')).toThrow();
  expect(offered()).toEqual(['Import Files…', 'Undo']);
});

test('a recent workspace that is gone is not made anew but told of, and forgotten', () => {
  const itemsOf = (items: readonly MenuItemConstructorOptions[], wanted: string) => {
    const found = items.find(({ label }) => label === wanted)?.submenu;
    return Array.isArray(found) ? found : [];
  };
  const recent = () => itemsOf(itemsOf(shell.menu, '&File'), 'Open Recent');
  const gone = recent().find(({ label }) => label === WORKSPACE);
  // It does not read what Electron passes.
  const press = gone?.click as (() => void) | undefined;
  press?.();
  expect(shell.warned).toEqual(['This workspace is no longer there']);
  expect(shell.windows).toHaveLength(1);
  expect(recent().map(({ label }) => label)).not.toContain(WORKSPACE);
});

test('the page is told when its engine is lost', () => {
  shell.engines[0]?.lost();
  expect(first().webContents.sent.at(-1)).toEqual([channels.engineLost]);
});

test('files that were picked are given, none when the dialog was cancelled', async () => {
  shell.picked = ['/home/ada/ratings.csv'];
  const request = { title: 'Import', what: 'files' };
  expect(await ask(channels.pickFiles, 'app://studio/', request)).toEqual(shell.picked);
  shell.picked = [];
  expect(await ask(channels.pickFiles, 'app://studio/', request)).toEqual([]);
  expect(() => ask(channels.pickFiles, 'app://studio/', { what: 'printers' })).toThrow();
});

test('a workspace that is opened again keeps its one window; another gets its own', () => {
  const again = shell.appListeners.get('second-instance');
  again?.({}, ['electron', '.', '--workspace', WORKSPACE], '/');
  expect(shell.windows).toHaveLength(1);
  again?.({}, ['electron', '.', '--workspace', 'more'], '/srv');
  expect(shell.engines.map(({ folder }) => folder)).toEqual([WORKSPACE, '/srv/more']);
  expect(shell.windows).toHaveLength(2);
});

test('a window with running jobs asks before it closes, and closes its own engine', () => {
  const window = shell.windows[1];
  shell.jobs = ['train dense-1 on gowalla'];
  shell.answer = 1;
  expect(window?.close()).toBe(false);
  expect(shell.asked).toMatchObject([{ message: 'train dense-1 on gowalla is running.' }]);
  expect(shell.engines[1]?.closed).toBe(false);
  shell.answer = 0;
  expect(window?.close()).toBe(true);
  expect(shell.engines.map(({ closed }) => closed)).toEqual([false, true]);
});

test('a window without running jobs closes without a question', () => {
  shell.appListeners.get('second-instance')?.({}, ['--workspace', '/srv/third'], '/');
  expect(shell.windows[1]?.close()).toBe(true);
  expect(shell.asked).toEqual([]);
});
