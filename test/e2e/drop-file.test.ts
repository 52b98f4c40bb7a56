import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { temporaryFolder } from './cli-process.js';
import { haveBrowser, launchBrowser, testInBrowser } from './page/browser.js';
import { type Served, serve } from './page/served.js';
import { openStudio, type StudioPage } from './page/studio-page.js';

const DAY_MS = 86_400_000;

/** Check-ins without a header, four a user, tab separated, with one row that has no time. */
const LOG = Array.from({ length: 200 }, (_, i) => {
  const at = new Date(Date.UTC(2020, 0, 1) + (i % 40) * DAY_MS).toISOString();
  return [Math.floor(i / 4), i === 7 ? 'never' : at, 40.5 + i / 1000, -73.25, 1000 + (i % 30)];
})
  .map(row => `${row.join('\t')}\n`)
  .join('');

let workspace: string;
let server: Served;
let browser: Browser;
let studio: StudioPage;

beforeAll(async () => {
  if (!haveBrowser) return;
  workspace = temporaryFolder();
  [server, browser] = await Promise.all([serve(workspace), launchBrowser()]);
  studio = await openStudio(browser, server.address);
});
afterAll(async () => {
  await browser?.close();
  server?.child.kill('SIGKILL');
});

/** Places of the log, two of which nobody visited. */
const PLACES = Array.from(
  { length: 32 },
  (_, i) => `${1000 + i}\tHouse of number ${i}\t${40.5 + i / 1000}\t-73.25${i}\n`,
).join('');

/** Drops files on the window, as their own content: the browser tells no path. */
async function drop(page: Page, ...files: readonly [name: string, content: string][]) {
  const dataTransfer = await page.evaluateHandle(dropped => {
    const transfer = new DataTransfer();
    for (const [name, text] of dropped) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent('main', 'drop', { dataTransfer });
}

testInBrowser(
  'a dropped log is sent, understood without a header, previewed and imported',
  async () => {
    const { page, problems, cell, until } = studio;
    await page.locator('section[data-cell]').first().waitFor();
    await drop(page, ['check ins.csv', LOG]);
    await page.getByRole('heading', { name: 'daily embedding cost on check-ins' }).waitFor();
    const data = cell('data');
    await data.getByText('would be rejected').waitFor();
    const chosen = await data
      .locator('th select')
      .evaluateAll(fields =>
        fields.map(field => (field instanceof HTMLSelectElement ? field.value : '')),
      );
    expect(chosen).toEqual(['user', 'at', 'lat', 'lon', 'pin']);
    await data.getByText('unparsable time, first on line 8').waitFor();
    await data.getByRole('button', { name: 'Import', exact: true }).click();
    await until('fresh', ['data']);
    await data.getByText('199').first().waitFor();
    const [folder] = await readdir(join(workspace, 'uploads'));
    expect(await readdir(join(workspace, 'uploads', folder ?? ''))).toEqual(['check ins.csv']);
    expect(problems).toEqual([]);
  },
  60_000,
);

testInBrowser(
  'a catalogue dropped with its log, before it, is joined as its pins file',
  async () => {
    const { page, problems, cell, until } = studio;
    await drop(page, ['places.csv', PLACES], ['visits.csv', LOG]);
    await page.getByRole('heading', { name: 'daily embedding cost on visits' }).waitFor();
    const data = cell('data');
    await data.getByText('places.csv describes 100 % of the 30 pins').waitFor();
    await data.getByRole('button', { name: 'Import', exact: true }).click();
    await until('fresh', ['data']);
    const source = await readFile(join(workspace, 'notebooks', 'visits.md'), 'utf8');
    expect(source).toMatch(/files:\s+- \S+visits\.csv\n/);
    expect(source).toMatch(/pins:\s+[\s\S]+file: \S+places\.csv/);
    expect(problems).toEqual([]);
  },
  60_000,
);

testInBrowser(
  'a catalogue dropped after its log is joined to it, and a choice makes it a log again',
  async () => {
    const { page, problems, cell } = studio;
    await drop(page, ['walks.csv', LOG]);
    await page.getByRole('heading', { name: 'daily embedding cost on walks' }).waitFor();
    const data = cell('data');
    await data.getByText('would be rejected').waitFor();
    await drop(page, ['sights.csv', PLACES]);
    await page.getByText('sights.csv was joined to #data').waitFor();
    await data.getByText('sights.csv describes 100 % of the 30 pins').waitFor();
    await data.getByLabel('What sights.csv holds').selectOption('actions');
    await data.getByText('sights.csv describes').waitFor({ state: 'detached' });
    await data.getByLabel('What sights.csv holds').selectOption('pins');
    await data.getByText('sights.csv describes 100 % of the 30 pins').waitFor();
    expect(problems).toEqual([]);
  },
  60_000,
);

testInBrowser('what is no log is refused in words, and nothing is sent', async () => {
  const { page } = studio;
  const before = await readdir(join(workspace, 'uploads'));
  await drop(page, ['holiday.png', 'not a log']);
  await page
    .getByText('Only files of rows can be imported: CSV, TSV, text, JSON lines and Parquet.')
    .waitFor();
  expect(await readdir(join(workspace, 'uploads'))).toEqual(before);
});
