import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { tinyDisk } from '../tiny-disk.js';
import { temporaryFolder } from './cli-process.js';
import { haveBrowser, launchBrowser, testInBrowser } from './page/browser.js';
import { type Served, serve } from './page/served.js';
import { openStudio, type StudioPage, write } from './page/studio-page.js';
import { makeTinyWorld, trainTiny } from './tiny-run.js';

const MARKS = '<<<<<<< ours\nSELECT 1\n=======\nSELECT 2\n>>>>>>> theirs';
const ofUser = 'run: tiny\nuser: user-0';

/** Cells that cannot do what they say, and what each must tell where it stands. */
const wrong: readonly [name: string, kind: string, source: string, says: readonly string[]][] = [
  ['unknown', 'hologram', 'depth: 3', ['no cell of kind "hologram"', 'Open the notebook with']],
  ['yaml', 'train', 'preset: [tiny', ['The bracket [ is never closed', 'line 1', 'Write ]']],
  ['setting', 'simulate', 'runs: [tiny]\ncadence: [once]', ['"cadence"', 'Did you mean cadences?']],
  ['cell', 'simulate', 'runs: [$dense]', ['no cell #dense']],
  ['marks', 'sql', MARKS, ['Two versions', 'line 5', 'Keep one of them']],
  ['run', 'simulate', 'runs: [tinny]', ['no run "tinny"', 'Did you mean tiny?']],
  ['shown', 'retrieve', 'run: tinny', ['no run "tinny"', 'Did you mean tiny?']],
  ['data', 'profile', 'dataset: wrold', ['no data set "wrold"', 'Did you mean world?']],
  [
    'gone',
    'timeline',
    'run: orphan',
    ['run "orphan" was trained on data set "gone"', 'import it again under that name'],
  ],
  [
    'user',
    'timeline',
    'run: tiny\nuser: user-x',
    ['no user "user-x"', 'Did you mean', 'Edit the settings'],
  ],
  ['time', 'retrieve', `${ofUser}\nat: tomorrow`, ['"tomorrow" is no time', '2010-09-01']],
  ['early', 'timeline', `${ofUser}\nat: 1999-01-01`, ['lies before the data', 'from 2024-01-01']],
  [
    'late',
    'attention',
    `${ofUser}\nat: 2999-01-01`,
    ['lies after the data', 'follow the selection'],
  ],
  ['split', 'train', 'dataset: world\nat: 1999-01-01', ['no training user', 'later at']],
];
const BAD = `# Bad\n\n${wrong
  .map(([name, kind, source]) => `\`\`\`${kind} #${name}\n${source}\n\`\`\`\n`)
  .join('\n')}\n\`\`\`sql #good\nSELECT 40 + 2 AS answer\n\`\`\`\n`;
const NEWER = '<!-- pinnerformer-notebook 2 -->\n# Newer\n\n```sql #q\nSELECT 1\n```\n';

let browser: Browser;
let server: Served;
let studio: StudioPage;
let workspace = '';
const notebook = (name: string) => join(workspace, 'notebooks', `${name}.md`);

beforeAll(async () => {
  if (!haveBrowser) return;
  workspace = temporaryFolder();
  await makeTinyWorld(workspace);
  await trainTiny(workspace, 'tiny');
  await makeTinyWorld(workspace, '--dataset', 'gone');
  await trainTiny(workspace, 'orphan', '--dataset', 'gone');
  await rm(join(workspace, 'data', 'gone'), { recursive: true });
  await mkdir(join(workspace, 'notebooks'), { recursive: true });
  await writeFile(notebook('bad'), BAD);
  await writeFile(notebook('newer'), NEWER);
  await writeFile(notebook('merged'), '<<<<<<< ours\nOne.\n=======\nTwo.\n>>>>>>> theirs\n');
  await writeFile(notebook('taken'), '# Taken\n\nTo be kept.\n');
  [server, browser] = await Promise.all([serve(workspace), launchBrowser()]);
  studio = await openStudio(browser, server.address);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  server?.child.kill('SIGKILL');
});

testInBrowser(
  'each wrong cell says in its place what, where and the remedy; good ones run',
  async () => {
    const { page, cell, see, problems } = studio;
    await page.getByText('Bad', { exact: true }).first().click();
    await page
      .getByRole('note')
      .filter({ hasText: /Two versions/ })
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Run all' }).click();
    for (const [name, , , says] of wrong) {
      await cell(name).scrollIntoViewIfNeeded();
      for (const words of says) await cell(name).getByText(words).first().waitFor();
    }
    expect(await cell('unknown').getByRole('button', { name: 'Run' }).isEnabled()).toBe(false);
    await (await see('good')).getByText('42').first().waitFor();
    expect(problems).toEqual([]);
    expect(await readFile(notebook('bad'), 'utf8')).toBe(BAD);
  },
);

testInBrowser('a suggested repair is one press away, and is undone', async () => {
  const { page, cell, command } = studio;
  const repair = cell('setting').getByRole('button', { name: 'Write cadences' });
  await repair.click();
  await repair.waitFor({ state: 'detached' });
  await expect
    .poll(() => readFile(notebook('bad'), 'utf8'))
    .toBe(BAD.replace('cadence:', 'cadences:'));
  await command('Undo');
  await repair.waitFor();
  await page.getByText(/^saved/).waitFor();
});

testInBrowser('a notebook of a newer version is read, and neither run nor written', async () => {
  const { page, command, cell } = studio;
  await command('newer');
  await page.getByRole('heading', { name: 'Newer' }).waitFor();
  await page
    .getByRole('note')
    .filter({ hasText: 'Open it with a newer version of the app' })
    .waitFor();
  await page.getByText('read only', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Run all' }).count()).toBe(0);
  expect(
    await cell('q').getByRole('button', { name: 'Run', exact: true }).first().isEnabled(),
  ).toBe(false);
  expect(await readFile(notebook('newer'), 'utf8')).toBe(NEWER);
});

testInBrowser('two versions in prose stand as they are in the file, not as headings', async () => {
  const { page, command } = studio;
  await command('merged');
  await page.getByText(/<<<<<<< ours\nOne\.\n=======\nTwo\.\n>>>>>>> theirs/).waitFor();
  expect(await page.getByRole('heading', { name: 'ours' }).count()).toBe(0);
});

testInBrowser(
  'a notebook whose file is taken away says so, and is written by the next change',
  async () => {
    const { page, command } = studio;
    await command('taken');
    await page.getByRole('heading', { name: 'Taken' }).waitFor();
    await rm(notebook('taken'));
    await page.getByText('The file of this notebook was deleted or moved.').waitFor();
    await page.getByText('file is gone', { exact: true }).waitFor();
    await write(studio, 'To be kept.', ' It is.');
    await expect
      .poll(() => readFile(notebook('taken'), 'utf8').catch(() => ''))
      .toBe('# Taken\n\nTo be kept. It is.\n');
    await page.getByText('deleted or moved').waitFor({ state: 'detached' });
  },
);

testInBrowser(
  'a full disk is told above the notebook, which is saved once there is space',
  async context => {
    const disk = await tinyDisk(context, 64);
    const folder = temporaryFolder();
    await writeFile(
      join(folder, 'workspace.json'),
      JSON.stringify({ format: 'pinnerformer-workspace', version: 1 }),
    );
    await symlink(disk, join(folder, 'notebooks'));
    await writeFile(join(disk, 'n.md'), '# Full\n\nTo be written on.\n');
    const own = await serve(folder);
    onTestFinished(() => void own.child.kill('SIGKILL'));
    const window = await openStudio(browser, own.address);
    onTestFinished(() => window.page.close());
    await window.page.getByRole('heading', { name: 'Full' }).waitFor();
    const filler = join(disk, 'filler');
    await writeFile(filler, new Uint8Array(1 << 20)).catch(() => undefined);
    await write(window, 'To be written on.', ' More.');
    await window.page.getByText('could not be saved').waitFor();
    const told = window.page.getByText('the disk is full; nothing was changed.');
    await told.waitFor();
    await window.page.getByText('Free some space and try again.').waitFor();
    expect(await readFile(join(disk, 'n.md'), 'utf8')).toBe('# Full\n\nTo be written on.\n');
    await rm(filler);
    await told.waitFor({ state: 'detached' });
    expect(await readFile(join(disk, 'n.md'), 'utf8')).toBe('# Full\n\nTo be written on. More.\n');
  },
);
