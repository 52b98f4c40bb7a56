import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { skipUnless } from '../skip.js';
import { temporaryFolder } from './cli-process.js';
import { haveBrowser, launchBrowser, testInBrowser } from './page/browser.js';
import { type Served, serve } from './page/served.js';
import { openStudio, type StudioPage } from './page/studio-page.js';
import { makeTinyWorld, trainTiny } from './tiny-run.js';

/** Cadences enough that a signal finds the replay at work. */
const SIMULATION = `runs: [tiny]
cadences: [once, daily, 12h, 8h, 6h, 4h, 3h, 2h, 1h, realtime]
users: test`;
const NOTEBOOK = `# Killed\n\n\`\`\`simulate #sim\n${SIMULATION}\n\`\`\`\n`;
const ASKED = '# Asked\n\n```retrieve #top\nrun: tiny\n```\n';

let browser: Browser;
let server: Served;
let studio: StudioPage;
let workspace = '';
/** The stopped process of a simulation. */
let held = 0;

beforeAll(async () => {
  if (!haveBrowser) return;
  workspace = temporaryFolder();
  await makeTinyWorld(workspace);
  await trainTiny(workspace, 'tiny');
  await mkdir(join(workspace, 'notebooks'), { recursive: true });
  await writeFile(join(workspace, 'notebooks', 'killed.md'), NOTEBOOK);
  await writeFile(join(workspace, 'notebooks', 'asked.md'), ASKED);
  [server, browser] = await Promise.all([serve(workspace), launchBrowser()]);
  studio = await openStudio(browser, server.address);
  await studio.page.getByText('Killed', { exact: true }).first().click();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  server?.child.kill('SIGKILL');
});

const note = (words: string) => studio.cell('sim').getByText(words);
const inBar = (words: RegExp) =>
  studio.page.getByRole('region', { name: 'Jobs' }).getByText(words).first();
const filesUnder = (folder: string) => readdir(join(workspace, folder), { recursive: true });

const untilItRanks = () =>
  studio
    .cell('sim')
    .getByText(/ranking tiny/)
    .first()
    .waitFor();

/** Sends a signal to the engine's process of one program, and tells which that is. */
function signal(name: NodeJS.Signals, program: 'job-host' | 'serve-host'): number {
  const { pid } = server.child;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  const those = children.filter(child =>
    readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(program),
  );
  expect(those.length).toBe(1);
  const child = Number(those[0]);
  process.kill(child, name);
  return child;
}

/** Neither an output nor a look at the test users is kept of what was broken off, nor parts of files. */
async function expectNothingKept(): Promise<void> {
  const files = [...(await filesUnder('runs')), ...(await filesUnder('notebooks'))];
  expect(files.filter(file => /\.tmp$|\.out$|test-reads/.test(file))).toEqual([]);
}

const testOnLinux =
  process.platform === 'linux'
    ? testInBrowser
    : skipUnless(false, 'the processes of an engine are found by /proc, as Linux has it');

testOnLinux(
  'a simulation whose process is killed says so in its cell and begins anew',
  async () => {
    const { cell, until } = studio;
    await cell('sim').getByRole('button', { name: 'Run', exact: true }).first().click();
    await untilItRanks();
    signal('SIGKILL', 'job-host');
    await until('interrupted', ['sim']);
    await note('The compute process was killed (SIGKILL)').waitFor();
    await note('Nothing half-done was kept; it begins anew.').waitFor();
    await inBar(/^interrupted/).waitFor();
    await expectNothingKept();
    await cell('sim').getByRole('button', { name: 'Run again' }).click();
    await untilItRanks();
    // Held, so that it is not done before the next test looks.
    held = signal('SIGSTOP', 'job-host');
    await until('running', ['sim']);
  },
);

testOnLinux(
  'a simulation is interrupted in its cell after the whole engine was killed, and then looks at the test users once',
  async () => {
    server.child.kill('SIGKILL');
    process.kill(held, 'SIGCONT');
    await server.outcome;
    await expectNothingKept();
    await studio.page.context().close();
    server = await serve(workspace);
    studio = await openStudio(browser, server.address);
    const { cell, until, page, command } = studio;
    await page.getByRole('main').getByRole('heading').first().waitFor();
    await command('killed');
    await until('interrupted', ['sim']);
    await note('The app was closed, or its engine ended, while this ran.').waitFor();
    await inBar(/^interrupted/).waitFor();
    await page
      .getByRole('region', { name: 'Jobs' })
      .getByRole('button', { name: 'Resume' })
      .click();
    await until('fresh', ['sim'], 90_000);
    expect(await cell('sim').getByText('Interrupted.').count()).toBe(0);
    const looks = await readFile(join(workspace, 'runs', 'tiny', 'test-reads.jsonl'), 'utf8');
    expect(looks.trim().split('\n').length).toBe(1);
    const outputs = (await filesUnder('notebooks')).filter(file => file.endsWith('.out'));
    expect(outputs.length).toBe(1);
  },
  120_000,
);

testOnLinux(
  'a question whose process is killed says so where it was asked, and asking again answers it',
  async () => {
    const { page, command, see } = studio;
    await command('asked');
    const realtime = (await see('top')).getByRole('region', { name: 'Retrieved by realtime' });
    const pin = realtime.getByRole('button').nth(1);
    await pin.waitFor();
    const title = (await pin.getAttribute('title')) ?? '';
    const why = page.getByRole('region', { name: 'Why this pin' });
    const answered = why.getByText(/change of cosine when they are left out/);
    await answered.waitFor();
    signal('SIGSTOP', 'serve-host');
    await pin.click();
    await why.getByRole('progressbar', { name: 'Forward passes' }).waitFor();
    signal('SIGKILL', 'serve-host');
    await why.getByText('the serving process was killed (SIGKILL)').waitFor();
    await why.getByRole('button', { name: 'Ask again' }).click();
    await answered.waitFor();
    await why.getByText(title, { exact: true }).waitFor();
  },
);
