import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { channels, type StudioBridge } from '../../src-main/contract/installation.js';

const built = new URL('../../out/preload/preload.cjs', import.meta.url);

test('the built preload needs only electron and gives the page exactly the bridge', async () => {
  const exposed: Record<string, StudioBridge> = {};
  const invoked: unknown[][] = [];
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, bridge: StudioBridge) => {
        exposed[name] = bridge;
      },
    },
    ipcRenderer: { invoke: async (...values: unknown[]) => void invoked.push(values) },
  };
  const required: string[] = [];
  const sandbox = createContext({
    exports: {},
    module: { exports: {} },
    require: (name: string) => {
      required.push(name);
      return electron;
    },
  });
  runInContext(readFileSync(built, 'utf8'), sandbox);
  expect(required).toEqual(['electron']);
  expect(Object.keys(exposed)).toEqual(['studio']);
  expect(Object.keys(exposed.studio ?? {})).toEqual(['installation']);
  await exposed.studio?.installation();
  expect(invoked).toEqual([[channels.installation]]);
});
