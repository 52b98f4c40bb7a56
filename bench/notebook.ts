/**
 * How long notebooks are to open and to scroll: seconds until 50 finished cells can be read, frames while 200
 * are scrolled, and how far what is read jumps when cells above it get their height. In Chromium, against the
 * built command, on copies of the sample notebook's cells. Parameters: --workspace DIR (with the sample
 * notebook finished; without one, one is made and run, which takes minutes).
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { framesDuring } from './support/frames.js';
import { reportAtHandsRate } from './support/gestures.js';
import { median } from './support/interleave.js';
import { describeMachine } from './support/machine.js';
import { repeatNotebook } from './support/many-cells.js';
import { quantile } from './support/quantile.js';
import { report } from './support/report.js';
import { sampleWorkspace } from './support/sample-workspace.js';
import { type ServedPage, servePage } from './support/served-page.js';

const SAMPLE = 'daily-or-realtime';
const OPENED_CELLS = 50;
const SCROLLED_CELLS = 200;
const OPENINGS = 5;
const WHEEL_TURNS = 100;
const WHEEL_PIXELS = 20;
const SCROLL_SECONDS = 10;
const STEP_PIXELS = 600;
/** Over some 70 cells: each kind comes up several times. */
const STEPS = 60;
/** Pixels that the eye does not see move. */
const STILL = 2;

const { values: given } = parseArgs({ options: { workspace: { type: 'string' } } });
const workspace = await sampleWorkspace(given.workspace);
try {
  for (const cells of [OPENED_CELLS, SCROLLED_CELLS])
    repeatNotebook(workspace, SAMPLE, `of-${cells}`, cells);
  const served = await servePage(workspace);
  try {
    const { page } = served;
    await page.goto(served.address);
    const openings: number[] = [];
    while (openings.length < OPENINGS) openings.push(await open(page, OPENED_CELLS));
    const [first = Number.NaN, ...later] = openings;
    const many = await open(page, SCROLLED_CELLS);
    await seeFirstUser(served);
    const down = await framesDuring(page, () => wheel(page, 1));
    const again = await framesDuring(page, () => wheel(page, -1));
    await open(page, SCROLLED_CELLS);
    const jumps = await stepUpwards(page);
    report(
      'notebook',
      [
        {
          title: 'Long notebooks: copies of the cells of the sample notebook, finished',
          columns: ['what', 'measured', 'unit', 'aim'],
          rows: [
            [`${OPENED_CELLS} cells open, the first time`, first / 1e3, 's', '< 1.5'],
            [`${OPENED_CELLS} cells open, later, median`, median(later) / 1e3, 's', '< 1.5'],
            [`${SCROLLED_CELLS} cells open`, many / 1e3, 's', ''],
            ['scrolling down, bodies being built: frame p50', down.p50, 'ms', ''],
            ['scrolling down, bodies being built: frame p95', down.p95, 'ms', ''],
            ['scrolling down: late frames', down.late * 100, '%', ''],
            ['scrolling down: longest frame', down.longest, 'ms', ''],
            ['scrolling up again, all built: frame p95', again.p95, 'ms', ''],
            ['scrolling up again: late frames', again.late * 100, '%', ''],
            ['scrolling up over cells not built: steps', jumps.length, '', ''],
            ['… that jumped', jumps.filter(jump => jump > STILL).length, '', '0'],
            ['… largest jump', quantile(jumps, 1), 'px', '0'],
          ],
          notes: [
            `Open: from the click in the list to the frame after all cells stand and those in the window are drawn. Scrolled for ${SCROLL_SECONDS} s each way, some 2,500 pixels a second; late frames took more than 33 ms. A jump: what a step of 600 pixels moved what is read, less the step.`,
          ],
        },
      ],
      describeMachine(['playwright-core']),
    );
  } finally {
    await served.close();
  }
} finally {
  rmSync(workspace, { recursive: true, force: true });
}

/** Milliseconds from the click in the list until all cells stand and those in the window are drawn. */
async function open(page: Page, cells: number): Promise<number> {
  const entry = page.getByRole('main').getByRole('button', { name: `of-${cells}.md` });
  await page.getByRole('heading').first().waitFor();
  // From the notebook, the notebook again is the list of all.
  if (!(await entry.isVisible()))
    await page
      .getByRole('navigation', { name: 'Workspace' })
      .getByRole('button', { name: 'Notebook' })
      .click();
  await entry.waitFor();
  await page.waitForTimeout(500);
  return page.evaluate(
    async ({ name, cells }) => {
      const frame = () => new Promise(requestAnimationFrame);
      const button = [...document.querySelectorAll<HTMLElement>('main button')].find(each =>
        each.innerText.includes(name),
      );
      const start = performance.now();
      button?.click();
      const drawn = (body: Element) => {
        const { top, bottom } = body.getBoundingClientRect();
        return top > innerHeight || bottom < 0 || body.querySelector('svg, canvas, table, dl, p');
      };
      for (;;) {
        await frame();
        const computed = document.querySelectorAll('section[data-cell]:not(.prose-cell)');
        const bodies = [...document.querySelectorAll('[data-body]')];
        if (computed.length < cells || bodies.length < cells || !bodies.every(drawn)) continue;
        const unfinished = [...computed].filter(
          cell => cell.getAttribute('data-state') !== 'fresh',
        );
        if (unfinished.length > 0)
          throw new Error(`not finished: ${unfinished.map(cell => cell.ariaLabel).join(', ')}`);
        await frame();
        return performance.now() - start;
      }
    },
    { name: `of-${cells}.md`, cells },
  );
}

/** Nobody is chosen, so the views draw the life that is shown first. */
async function seeFirstUser({ page, cell }: ServedPage): Promise<void> {
  await cell('life').scrollIntoViewIfNeeded();
  await cell('life').getByRole('slider', { name: 'Playhead' }).waitFor();
  await page.evaluate(() => document.querySelector('main')?.scrollTo({ top: 0 }));
  await page.waitForTimeout(1000);
}

/** Turns the wheel over the notebook downwards (1) or upwards (−1), some 2,500 pixels a second. */
async function wheel(page: Page, to: 1 | -1): Promise<void> {
  await page.mouse.move(600, 450);
  const endsAt = performance.now() + SCROLL_SECONDS * 1e3;
  while (performance.now() < endsAt)
    await reportAtHandsRate(WHEEL_TURNS, () => page.mouse.wheel(0, to * WHEEL_PIXELS));
}

/** From the end of a notebook whose upper cells are not built, by steps: how far each moved what is read besides. */
async function stepUpwards(page: Page): Promise<number[]> {
  return page.evaluate(
    async ({ step, steps }) => {
      const main = document.querySelector('main');
      if (!main) throw new Error('there is no document');
      const rest = () => new Promise(resolve => setTimeout(resolve, 400));
      main.scrollTop = main.scrollHeight;
      await rest();
      const jumps: number[] = [];
      while (jumps.length < steps && main.scrollTop > 2 * step) {
        const read = [...document.querySelectorAll('section[data-cell]')].find(
          cell => cell.getBoundingClientRect().bottom > 200,
        );
        const top = () => read?.getBoundingClientRect().top ?? Number.NaN;
        const before = top();
        main.scrollBy({ top: -step });
        await rest();
        jumps.push(Math.abs(top() - before - step));
      }
      return jumps;
    },
    { step: STEP_PIXELS, steps: STEPS },
  );
}
