import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openBrowser } from '../../src-main/web/open-browser.js';

const address = 'http://127.0.0.1:4600/?token=a-b_c';
const display = { DISPLAY: ':0' };

/** A folder for PATH, whose xdg-open writes down what it is to open. */
async function openerFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'pinnerformer-opener-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const opener = join(folder, 'xdg-open');
  await writeFile(opener, `#!/bin/sh\nprintf %s "$1" > '${folder}/opened'\n`);
  await chmod(opener, 0o755);
  return folder;
}

test('the address is opened by the program of the system', async () => {
  const folder = await openerFolder();
  expect(await openBrowser(address, { ...display, PATH: folder }, 'linux')).toBeUndefined();
  await vi.waitFor(async () =>
    expect(await readFile(join(folder, 'opened'), 'utf8')).toBe(address),
  );
});

test('without opener, without display, or where it is not wanted, it says why', async () => {
  const folder = await openerFolder();
  expect(await openBrowser(address, { ...display, PATH: '/nowhere' }, 'linux')).toMatch(
    /^xdg-open does not work here: .*ENOENT/,
  );
  expect(await openBrowser(address, { PATH: folder }, 'linux')).toBe('there is no display');
  const unwanted = { ...display, PATH: folder, PINNERFORMER_NO_BROWSER: '1' };
  expect(await openBrowser(address, unwanted, 'linux')).toBe('PINNERFORMER_NO_BROWSER is set');
});
