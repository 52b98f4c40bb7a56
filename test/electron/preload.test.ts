import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { ENGINE_PORT_MESSAGE, type ShellBridge } from '../../src-main/contract/shell.js';
import { channels } from '../../src-main/electron/channels.js';

const built = new URL('../../out/preload/preload.cjs', import.meta.url);

type Listener = (...values: unknown[]) => void;

/** Runs the built preload as a sandboxed window does, with what Electron gives to it. */
function runPreload() {
  const exposed: Record<string, ShellBridge> = {};
  const invoked: unknown[][] = [];
  const posted: unknown[][] = [];
  const required: string[] = [];
  const listeners = new Map<string, Set<Listener>>();
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, bridge: ShellBridge) => {
        exposed[name] = bridge;
      },
    },
    ipcRenderer: {
      invoke: async (...values: unknown[]) => void invoked.push(values),
      on: (name: string, listener: Listener) =>
        void listeners.set(name, (listeners.get(name) ?? new Set()).add(listener)),
      off: (name: string, listener: Listener) => void listeners.get(name)?.delete(listener),
    },
    webUtils: { getPathForFile: ({ name }: File) => `/home/ada/${name}` },
  };
  const sandbox = createContext({
    exports: {},
    module: { exports: {} },
    process: { platform: 'linux' },
    location: { origin: 'app://studio' },
    window: { postMessage: (...values: unknown[]) => void posted.push(values) },
    require: (name: string) => {
      required.push(name);
      return electron;
    },
  });
  runInContext(readFileSync(built, 'utf8'), sandbox);
  const { studio } = exposed;
  if (!studio) throw new Error('Nothing was exposed.');
  const emit = (channel: string, ...values: unknown[]) => {
    for (const listener of listeners.get(channel) ?? []) listener(...values);
  };
  return { exposed, studio, invoked, posted, required, emit };
}

test('the built preload needs only electron and gives the page exactly the bridge', () => {
  const { required, exposed, studio } = runPreload();
  expect(required).toEqual(['electron']);
  expect(Object.keys(exposed)).toEqual(['studio']);
  expect(Object.keys(studio)).toEqual([
    'platform',
    'requestEngine',
    'onEngineLost',
    'pickFiles',
    'pathOfFile',
    'onCommand',
    'tellPossible',
  ]);
  expect(studio.platform).toBe('linux');
});

test('a port to the engine is asked for and handed to the page of the same origin alone', async () => {
  const { studio, invoked, posted, emit } = runPreload();
  await studio.requestEngine();
  expect(invoked).toEqual([[channels.requestEngine]]);
  const ports = [{}];
  emit(channels.enginePort, { ports });
  expect(posted).toEqual([[ENGINE_PORT_MESSAGE, 'app://studio', ports]]);
});

test('files are picked by main; a dropped file gives its path', async () => {
  const { studio, invoked } = runPreload();
  const request = { title: 'Import', what: 'files' as const };
  await studio.pickFiles(request);
  expect(invoked).toEqual([[channels.pickFiles, request]]);
  expect(studio.pathOfFile(new File([], 'ratings.csv'))).toBe('/home/ada/ratings.csv');
});

test('commands and the loss of the engine are heard until the listener goes, without the event', () => {
  const { studio, emit } = runPreload();
  const heard: unknown[][] = [];
  const stop = studio.onCommand((...values) => heard.push(values));
  const stopLost = studio.onEngineLost((...values) => heard.push(values));
  const command = { id: 'notebook.runAll', files: [] };
  emit(channels.command, { sender: 'secret' }, command);
  emit(channels.engineLost, { sender: 'secret' });
  stop();
  stopLost();
  emit(channels.command, {}, command);
  emit(channels.engineLost, {});
  expect(heard).toEqual([[command], []]);
});
