import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findDesktop } from '../../scripts/steps/desktop.mjs';

/** A folder as the package electron has it; with its runtime when `downloaded`. */
async function electronPackage(downloaded: boolean): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pinnerformer-electron-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  if (!downloaded) return folder;
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'path.txt'), 'electron');
  await writeFile(join(folder, 'dist', 'electron'), '');
  return folder;
}

const display = { DISPLAY: ':0' };

test('a downloaded runtime and a display open a window', async () => {
  const folder = await electronPackage(true);
  const runtime = join(folder, 'dist', 'electron');
  expect(findDesktop(display, 'linux', 1000, folder)).toEqual({ runtime });
  expect(findDesktop({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', 1000, folder)).toEqual({ runtime });
});

test('without a display, as root, or without the runtime it says why and what to do', async () => {
  const folder = await electronPackage(true);
  expect(findDesktop({}, 'linux', 1000, folder)).toMatchObject({
    reason: expect.stringContaining('there is no display'),
  });
  expect(findDesktop(display, 'linux', 0, folder)).toMatchObject({
    reason: 'Chromium gives root no sandbox',
    remedy: 'start it as an ordinary user',
  });
  expect(findDesktop(display, 'linux', 1000, await electronPackage(false))).toMatchObject({
    reason: expect.stringContaining("Electron's runtime is not in"),
    remedy: expect.stringContaining('npx install-electron'),
  });
});

test('a runtime elsewhere is named by ELECTRON_OVERRIDE_DIST_PATH', async () => {
  const elsewhere = join(await electronPackage(true), 'dist');
  const environment = { ...display, ELECTRON_OVERRIDE_DIST_PATH: elsewhere };
  expect(findDesktop(environment, 'linux', 1000, await electronPackage(false))).toEqual({
    runtime: join(elsewhere, 'electron'),
  });
});
