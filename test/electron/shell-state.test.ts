import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { onScreen, ShellState } from '../../src-main/electron/shell-state.js';

async function statePath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pinnerformer-state-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'shell-state.json');
}

const bounds = { x: 40, y: 50, width: 1200, height: 800 };
const fail = (error: unknown) => {
  throw error;
};

test('workspaces and bounds are remembered by the next start, the latest workspace first', async () => {
  const path = await statePath();
  const state = new ShellState(path, fail);
  await state.opened('/a');
  await state.opened('/b');
  await state.opened('/a');
  await state.moved('/a', bounds);
  const next = new ShellState(path, fail);
  expect(next.recent).toEqual(['/a', '/b']);
  expect(next.boundsOf('/a')).toEqual(bounds);
  expect(next.boundsOf('/b')).toBeUndefined();
});

test('ten workspaces are kept', async () => {
  const state = new ShellState(await statePath(), fail);
  for (let n = 1; n <= 12; n++) await state.opened(`/w${n}`);
  expect(state.recent).toHaveLength(10);
  expect(state.recent[0]).toBe('/w12');
});

test.each(['', '{', '{"version": 2}', '{"version": 1, "recent": [3], "bounds": {}}'])(
  'a file that holds %j is an empty memory',
  async text => {
    const path = await statePath();
    await writeFile(path, text);
    const state = new ShellState(path, fail);
    expect(state.recent).toEqual([]);
    await state.opened('/a');
    expect(new ShellState(path, fail).recent).toEqual(['/a']);
  },
);

test('a memory that cannot be written is told of and goes on', async () => {
  const path = await statePath();
  await writeFile(path, '');
  const onError = vi.fn();
  const state = new ShellState(join(path, 'below-a-file.json'), onError);
  await state.opened('/a');
  expect(onError).toHaveBeenCalledOnce();
  expect(state.recent).toEqual(['/a']);
});

test('bounds on a screen that is gone are forgotten', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 };
  expect(onScreen(bounds, [screen])).toBe(bounds);
  expect(onScreen({ ...bounds, x: 1919 }, [screen])).toBeUndefined();
  expect(onScreen({ ...bounds, x: 2500 }, [screen])).toBeUndefined();
  expect(onScreen({ ...bounds, x: 2500 }, [screen, { ...screen, x: 1920 }])).toBeDefined();
  expect(onScreen(undefined, [screen])).toBeUndefined();
});
