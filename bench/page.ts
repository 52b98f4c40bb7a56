/**
 * What the page costs the one who looks at it: seconds until it can be used, heap with the whole notebook
 * built, and what scrubbing leaves behind. In Chromium, against the built command. Parameters: --workspace DIR
 * (a copy of it is shown; without one, one is made and its sample notebook run, which takes minutes),
 * --scrub-seconds N (120 by default).
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { median } from './support/interleave.js';
import { describeMachine } from './support/machine.js';
import { report } from './support/report.js';
import { sampleWorkspace } from './support/sample-workspace.js';
import { type ServedPage, servePage } from './support/served-page.js';

const LOADS = 5;
const MIB = 2 ** 20;

const { values: given } = parseArgs({
  options: {
    workspace: { type: 'string' },
    'scrub-seconds': { type: 'string', default: '120' },
  },
});
const scrubSeconds = Number(given['scrub-seconds']);
const workspace = await sampleWorkspace(given.workspace);

const served = await servePage(workspace);
try {
  const { page } = served;
  const loads: number[] = [await open(page, served.address)];
  while (loads.length < LOADS) loads.push(await open(page, new URL('/', page.url()).href));
  await seeAll(page);
  const session = await page.context().newCDPSession(page);
  const whole = await heapAfterGarbage(session);
  const [from, until, moves] = await scrub(served, session);
  report(
    'page',
    [
      {
        title: `The page with its sample notebook, ${scrubSeconds} s of scrubbing`,
        columns: ['what', 'measured', 'unit', 'aim'],
        rows: [
          ['usable after the first load', (loads[0] ?? Number.NaN) / 1e3, 's', '< 2'],
          ['usable after later loads, median', median(loads.slice(1)) / 1e3, 's', '< 2'],
          ['heap, all cells built', whole / MIB, 'MiB', '< 400'],
          ['heap after a quarter of the scrubbing', from / MIB, 'MiB', ''],
          ['heap after all of it', until / MIB, 'MiB', ''],
          ['growth', (until / from - 1) * 100, '%', '< 5'],
        ],
        notes: [
          `Heaps after a garbage collection. ${moves} moves of the playhead; usable: the heading stands and the palette opens.`,
        ],
      },
    ],
    describeMachine(['playwright-core']),
  );
} finally {
  await served.close();
  rmSync(workspace, { recursive: true, force: true });
}

/** Milliseconds until the notebook is read and a key is answered. */
async function open(page: Page, address: string): Promise<number> {
  const startedAt = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  const milliseconds = performance.now() - startedAt;
  await page.keyboard.press('Escape');
  return milliseconds;
}

/** Bodies are built when they come near the window, and stay. */
async function seeAll(page: Page): Promise<void> {
  for (const cell of await page.locator('section[data-cell]').all()) {
    await cell.scrollIntoViewIfNeeded();
    await page.waitForTimeout(300);
  }
}

async function heapAfterGarbage(session: CDPSession): Promise<number> {
  for (let turn = 0; turn < 3; turn++) await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

/**
 * To and fro by keys through one user's life; heap after a quarter of the time, when what runs is compiled,
 * and at the end, and moves.
 */
async function scrub(
  { page, cell }: ServedPage,
  session: CDPSession,
): Promise<[number, number, number]> {
  const timeline = cell('life');
  await timeline.scrollIntoViewIfNeeded();
  const playhead = timeline.getByRole('slider', { name: 'Playhead' });
  await playhead.focus();
  let moves = 0;
  const scrubFor = async (seconds: number) => {
    const endsAt = performance.now() + seconds * 1e3;
    for (; performance.now() < endsAt; moves++)
      await page.keyboard.press(moves % 80 < 40 ? 'ArrowLeft' : 'ArrowRight');
    await page.waitForTimeout(1000);
    return heapAfterGarbage(session);
  };
  const from = await scrubFor(scrubSeconds / 4);
  return [from, await scrubFor((scrubSeconds * 3) / 4), moves];
}
