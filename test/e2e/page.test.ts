import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { temporaryFolder } from './cli-process.js';
import { haveBrowser, launchBrowser, testInBrowser } from './page/browser.js';
import { byKeyboard } from './page/by-keyboard.js';
import { chosenTogether } from './page/chosen-together.js';
import { editing } from './page/editing.js';
import { everyKind, makeEveryKind } from './page/every-kind.js';
import { exported } from './page/exported.js';
import { forms } from './page/forms.js';
import { watchShifts } from './page/layout-shift.js';
import { mapViews } from './page/map-views.js';
import { scrubbing } from './page/scrubbing.js';
import { type Served, serve } from './page/served.js';
import { openStudio, type StudioPage } from './page/studio-page.js';
import { surface } from './page/surface.js';
import { takingApart } from './page/taking-apart.js';
import { training } from './page/training.js';
import { twoWindows } from './page/two-windows.js';

/** Sum of layout shifts that a reader does not see; Google calls 0.1 good. */
const STEADY = 0.02;

let browser: Browser;
let server: Served;
let studio: StudioPage;
let workspace = '';

beforeAll(async () => {
  if (!haveBrowser) return;
  workspace = temporaryFolder();
  await makeEveryKind(workspace);
  [server, browser] = await Promise.all([serve(workspace), launchBrowser()]);
  studio = await openStudio(browser, server.address);
});
afterAll(async () => {
  await browser?.close();
  server?.child.kill('SIGKILL');
});

testInBrowser(
  'every kind of cell runs from one button, draws what it made, and moves nothing that is read',
  async () => {
    const { page, problems, cell, until, see } = studio;
    await page.getByRole('heading', { name: 'Every kind' }).waitFor();
    await page.getByRole('button', { name: 'Run all' }).click();
    await until('queued', ['cadences']);
    await cell('dense').evaluate(element => element.scrollIntoView({ block: 'start' }));
    const shifts = await watchShifts(page);
    await until('fresh', Object.keys(everyKind), 120_000);
    const moved = await shifts();
    const sum = moved.reduce((total, { value }) => total + value, 0);
    expect(sum, moved.map(shift => `${shift.value} ${shift.moved}`).join('\n')).toBeLessThan(
      STEADY,
    );
    for (const [name, { yaml }] of Object.entries(everyKind)) {
      const cell = await see(name);
      const line = cell.locator('.provenance');
      await line.getByText(/UTC/).waitFor();
      const from = await line.innerText();
      expect(from, name).toMatch(/(log|world)@[0-9a-f]{6}/);
      if (yaml.includes('$dense'))
        expect(from, name).toMatch(/run dense-[0-9a-f]{6}, checkpoint [0-9a-f]{6}/);
      expect(await cell.getByText('could not be drawn').count(), name).toBe(0);
    }
    expect(problems).toEqual([]);
  },
  150_000,
);

scrubbing(() => studio);
mapViews(() => studio);
chosenTogether(() => studio);
surface(() => studio);
twoWindows(
  () => studio,
  () => join(workspace, 'notebooks', 'all.md'),
);
byKeyboard(() => studio);
takingApart(() => studio);
editing(() => studio);
forms(() => studio);
exported(() => studio);
training(
  () => studio,
  () => workspace,
);
