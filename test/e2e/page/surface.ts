import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axeCore from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { testInBrowser } from './browser.js';
import { everyKind } from './every-kind.js';
import { goTo, type StudioPage, VIEWS } from './studio-page.js';

declare const axe: typeof axeCore;

/** Findings of axe that are serious or critical: rule, place and what it says. */
async function audit(page: Page): Promise<string[]> {
  const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.evaluate(await readFile(source, 'utf8'));
  return page.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
      );
  });
}

/** What is wider than the place it has: the page, or the document in it. */
const overflowing = (page: Page) =>
  page.evaluate(() =>
    [document.documentElement, document.querySelector('#document')].flatMap(element =>
      element && element.scrollWidth > element.clientWidth + 1
        ? [`${element.tagName}: ${element.scrollWidth} in ${element.clientWidth}`]
        : [],
    ),
  );

/** What everybody must be able to use, on a notebook whose cells have all run. */
export function surface(given: () => StudioPage): void {
  const everyView = async <Seen>(look: (page: Page) => Promise<readonly Seen[]>) => {
    const seen: Record<string, readonly Seen[]> = {};
    for (const view of VIEWS) {
      await goTo(given(), view);
      // Bodies are built when they come near the window.
      if (view === 'Notebook') for (const name in everyKind) await given().see(name);
      seen[view] = await look(given().page);
    }
    await goTo(given(), 'Notebook');
    return seen;
  };
  const nothing = Object.fromEntries(VIEWS.map(view => [view, []]));

  testInBrowser('what the workspace keeps is listed in its views', async () => {
    const { page } = given();
    const listed = {
      Runs: /^dense-/,
      Data: 'world',
      Index: /^dense-.*-16-200-100$/,
    };
    for (const [view, name] of Object.entries(listed)) {
      await goTo(given(), view as (typeof VIEWS)[number]);
      await page.getByRole('main').getByRole('cell', { name }).first().waitFor();
    }
    await goTo(given(), 'Notebook');
  });

  testInBrowser('a data set that is found in the palette is opened, not only listed', async () => {
    const { page } = given();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Find/ }).fill('world');
    await page
      .getByRole('option', { name: /^world [\d\s]+ actions$/ })
      .first()
      .click();
    await page.getByRole('main').getByRole('button', { name: 'Train on it' }).waitFor();
    await goTo(given(), 'Notebook');
  });

  testInBrowser(
    'the log of a job tells when it began and how it ended, also afterwards',
    async () => {
      const { page } = given();
      await goTo(given(), 'Jobs');
      const job = page
        .getByRole('main')
        .getByRole('button', { name: /train dense-/ })
        .first();
      await job.click();
      const log = page.getByRole('log', { name: 'Log' });
      await expect.poll(() => log.innerText()).toMatch(/^\d\d:\d\d:\d\d\s*started\n[\s\S]*done/);
      await job.click();
      expect(await log.count()).toBe(0);
      await goTo(given(), 'Notebook');
    },
  );

  for (const colorScheme of ['light', 'dark'] as const)
    testInBrowser(
      `axe finds nothing serious in any view, ${colorScheme}`,
      async () => {
        await given().page.emulateMedia({ colorScheme });
        expect(await everyView(audit)).toEqual(nothing);
      },
      120_000,
    );

  testInBrowser('nothing is cut off at 200 %, at 1024 and at 3440 pixels', async () => {
    const { page } = given();
    // What windows of 1024 and 1440 have at 200 %, then the widths themselves.
    for (const [width, height] of [
      [512, 384],
      [720, 450],
      [1024, 768],
      [3440, 1440],
    ] as const) {
      await page.setViewportSize({ width, height });
      expect(await everyView(overflowing), `${width} wide`).toEqual(nothing);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  testInBrowser('forced colours keep text, focus and playhead to be seen', async () => {
    const { page, see } = given();
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
    expect(await audit(page)).toEqual([]);
    const playhead = (await see('life')).getByRole('slider', { name: 'Playhead' });
    await playhead.focus();
    const seen = await playhead.evaluate(element => {
      const { backgroundColor, outlineStyle } = getComputedStyle(element);
      return {
        backgroundColor,
        paper: getComputedStyle(document.body).backgroundColor,
        outlineStyle,
      };
    });
    expect(seen.backgroundColor).not.toBe(seen.paper);
    expect(seen.backgroundColor).not.toBe('rgba(0, 0, 0, 0)');
    await page.emulateMedia({ forcedColors: 'none' });
  });
}
