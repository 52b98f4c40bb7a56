import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { temporaryFolder } from './cli-process.js';
import { haveBrowser, launchBrowser, testInBrowser } from './page/browser.js';
import { type Served, serve } from './page/served.js';
import { SeverableLine } from './page/severable-line.js';
import { openStudio, type StudioPage, write } from './page/studio-page.js';
import { LONG_TRAINING_CELL, makeTinyWorld } from './tiny-run.js';

const NOTEBOOK = `# Trouble

To be written on.

${LONG_TRAINING_CELL}`;

let browser: Browser;
let server: Served;
let line: SeverableLine;
let studio: StudioPage;
let workspace = '';
const notebookFile = () => join(workspace, 'notebooks', 'trouble.md');

beforeAll(async () => {
  if (!haveBrowser) return;
  workspace = temporaryFolder();
  await makeTinyWorld(workspace);
  await mkdir(join(workspace, 'notebooks'), { recursive: true });
  await writeFile(notebookFile(), NOTEBOOK);
  server = await serve(workspace);
  line = new SeverableLine(server.port);
  browser = await launchBrowser(await line.open());
  studio = await openStudio(browser, server.address);
  await studio.page.getByRole('heading', { name: 'Trouble' }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  line?.close();
  server?.child.kill('SIGKILL');
});

const jobsBar = () => studio.page.getByRole('region', { name: 'Jobs' });
const inBar = (name: RegExp | string): Locator => jobsBar().getByRole('button', { name });
const banner = () => studio.page.getByText('The engine does not answer.');

testInBrowser('what is typed when a connection drops is in the file once it is back', async () => {
  const { page } = studio;
  const inFile = (words: string) =>
    expect.poll(() => readFile(notebookFile(), 'utf8'), { timeout: 15_000 }).toContain(words);
  await write(studio, 'To be written on.', ' Before.');
  await inFile('on. Before.');
  line.holdUp();
  await page.keyboard.type(' On its way.', { delay: 5 });
  // Longer than typing rests before it is sent.
  await page.waitForTimeout(400);
  line.cut();
  await banner().waitFor();
  line.mend();
  await banner().waitFor({ state: 'detached' });
  await inFile('Before. On its way.');
  line.cut();
  await banner().waitFor();
  await page.keyboard.type(' In between.', { delay: 5 });
  await page.getByText('not saved yet').waitFor();
  line.mend();
  await inFile('On its way. In between.');
  await page.keyboard.press('Escape');
  await page.getByText('To be written on. Before. On its way. In between.').waitFor();
});

testInBrowser(
  'an engine that stands still is missed, and loses nothing when it goes on',
  async () => {
    const { page } = studio;
    const silent = page.getByText('The engine has not answered for a while.');
    await page.getByText(/^saved/).waitFor();
    server.child.kill('SIGSTOP');
    await write(studio, 'In between.', ' Standing still.');
    await page.getByText('not saved yet').waitFor();
    await silent.waitFor();
    await page.keyboard.type(' Told of it.', { delay: 5 });
    await page.getByText('not saved yet').waitFor();
    server.child.kill('SIGCONT');
    await silent.waitFor({ state: 'detached' });
    await page.getByText(/^saved/).waitFor();
    const inFile = await readFile(notebookFile(), 'utf8');
    expect(inFile).toContain('In between. Standing still. Told of it.');
    await page.keyboard.press('Escape');
  },
);

testInBrowser('a training is paused, resumed and cancelled where it is seen', async () => {
  const { page, cell, until } = studio;
  await cell('long').getByRole('button', { name: 'Run', exact: true }).first().click();
  await until('running', ['long']);
  await inBar(/^Pause/).click();
  await jobsBar()
    .getByText(/^paused/)
    .waitFor();
  await inBar('Resume').click();
  await until('running', ['long']);
  const endless = () =>
    page.evaluate(
      () =>
        document
          .getAnimations()
          .filter(({ effect }) => effect?.getTiming().iterations === Number.POSITIVE_INFINITY)
          .length,
    );
  expect(await endless()).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await endless()).toBe(0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await inBar(/^Cancel/).click();
  await until('cancelled', ['long']);
});

testInBrowser(
  'an engine that is killed is missed, and its training goes on from a checkpoint when it is back',
  async () => {
    const { page, until, cell } = studio;
    await cell('long').getByRole('button', { name: 'Run', exact: true }).first().click();
    await until('running', ['long']);
    // Past the first checkpoints, of which there are 30.
    await jobsBar()
      .getByText(/([5-9]|\d\d)(\.\d)?\s%/)
      .first()
      .waitFor();
    server.child.kill('SIGKILL');
    await server.outcome;
    await banner().waitFor();
    server = await serve(workspace, '--port', String(server.port));
    await page.getByText('was started anew and does not know this window yet').waitFor();
    // The old window has the cookie that the new address gives.
    const other = await page.context().newPage();
    await other.goto(server.address);
    await banner().waitFor({ state: 'detached' });
    await jobsBar()
      .getByText(/^interrupted/)
      .waitFor();
    await inBar('Resume').click();
    await until('fresh', ['long'], 90_000);
  },
  120_000,
);
