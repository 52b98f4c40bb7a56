/**
 * Pictures of the sample notebook, light and dark, into docs/screenshots:
 * node scripts/screenshots.mjs [WORKSPACE]. A workspace that is given is shown as it is; without one
 * a new one is made and all of its notebook run, which takes some minutes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhenStale } from './steps/build.mjs';
import { installWhenNeeded } from './steps/install.mjs';
import { requireNode } from './steps/node-version.mjs';
import { fromRoot } from './steps/processes.mjs';

/** What stands at the top of each picture; the first is the notebook's own top. */
const PLACES = /** @type {const} */ ([
  { name: 'notebook' },
  { name: 'cadences', cell: 'cadences' },
  { name: 'timeline', cell: 'life' },
  { name: 'retrieved', cell: 'found' },
]);
const RUN_ALL_MS = 600_000;

requireNode();
await installWhenNeeded();
const built = await buildWhenStale();
if (built.code !== 0) throw new Error(built.output);
const { chromium } = await import('playwright-core');

const [given] = process.argv.slice(2);
const workspace = given ?? mkdtempSync(join(tmpdir(), 'pinnerformer-screenshots-'));
const folder = fromRoot('docs/screenshots');
mkdirSync(folder, { recursive: true });
const server = spawn(
  process.execPath,
  [fromRoot('out/main/cli.mjs'), 'serve', '--no-open', '--workspace', workspace],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const browser = await chromium.launch({
  executablePath: process.env.PINNERFORMER_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(60_000);
  await page.goto(await addressOf(server));
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  if (given === undefined) {
    await page.getByRole('button', { name: 'Run all' }).click();
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll('section[data-cell]:not(.prose-cell)')].every(
          cell => cell.getAttribute('data-state') === 'fresh',
        ),
      undefined,
      { timeout: RUN_ALL_MS },
    );
  }
  await seeUser(page);
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const place of PLACES) {
      await bringUp(page, 'cell' in place ? place.cell : undefined);
      await page.screenshot({ path: join(folder, `${place.name}-${colorScheme}.png`) });
    }
  }
} finally {
  await browser.close();
  server.kill('SIGTERM');
  await once(server, 'exit');
  if (given === undefined) rmSync(workspace, { recursive: true, force: true });
}

/** The address that a server prints. */
async function addressOf(/** @type {import('node:child_process').ChildProcess} */ { stdout }) {
  let printed = '';
  for (;;) {
    if (!stdout) throw new Error('the server has no output');
    printed += String((await once(stdout, 'data'))[0]);
    const address = /http:\S+/.exec(printed)?.[0];
    if (address !== undefined) return address;
  }
}

/** The views draw the user that is shown first. */
async function seeUser(/** @type {import('playwright-core').Page} */ page) {
  await bringUp(page, 'life');
  await cellOf(page, 'life').getByRole('slider', { name: 'Playhead' }).waitFor();
  // Nothing is to be seen as if a hand pointed at it.
  await page.mouse.move(0, 0);
}

function cellOf(/** @type {import('playwright-core').Page} */ page, /** @type {string} */ name) {
  const named = page.getByText(`#${name}`, { exact: true });
  return page.locator('section[data-cell]').filter({ has: named });
}

/** Scrolls a cell, or the top, under the bar, and waits until what is in sight has settled. */
async function bringUp(
  /** @type {import('playwright-core').Page} */ page,
  /** @type {string | undefined} */ cell,
) {
  // Bodies that are built on the way push what stands below them: twice finds the place.
  for (let turn = 0; turn < 2; turn++) {
    if (cell === undefined) await page.locator('#document').evaluate(main => main.scrollTo(0, 0));
    else await cellOf(page, cell).evaluate(element => element.scrollIntoView({ block: 'start' }));
    await page.waitForTimeout(1500);
  }
}
