import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { testInBrowser } from './browser.js';
import type { StudioPage } from './studio-page.js';

/** What of a life is in sight, as its minimap says it. */
const seenOf = (life: Locator) =>
  life
    .getByRole('slider', { name: /^What is shown of the timeline/ })
    .getAttribute('aria-valuetext');

/** On a notebook whose cells have all run. */
export function takingApart(given: () => StudioPage): void {
  testInBrowser(
    'a life is zoomed and panned by keys, by the wheel and on its minimap, and attention goes along',
    async () => {
      const { page, see } = given();
      const { keyboard, mouse } = page;
      const life = await see('life');
      await life.getByRole('slider', { name: 'Playhead' }).focus();
      await keyboard.press('f');
      const whole = await seenOf(life);
      const changes = async (act: () => Promise<unknown>) => {
        const before = await seenOf(life);
        await act();
        await expect.poll(() => seenOf(life)).not.toBe(before);
      };
      for (const key of ['w', 'w', 'a', 's', 'd', 'w']) await changes(() => keyboard.press(key));
      const plot = await life.locator('canvas').boundingBox();
      if (!plot) throw new Error('the plot is not in sight');
      await mouse.move(plot.x + plot.width / 3, plot.y + plot.height / 3);
      await changes(() => mouse.wheel(0, -240));
      const map = await life
        .getByRole('slider', { name: /^What is shown of the timeline/ })
        .boundingBox();
      if (!map) throw new Error('the minimap is not in sight');
      await changes(() => mouse.click(map.x + 3, map.y + map.height / 4));

      // The playhead is now out of sight at the right, and no arc leaves the plot for it.
      const attends = await see('attends');
      const seen = await attends.locator('canvas').first().boundingBox();
      const widest = await attends
        .locator('svg:has(> defs)')
        .first()
        .evaluate(element => {
          const style = getComputedStyle(element);
          const { right } = element.getBoundingClientRect();
          return style.overflow === 'visible' ? Number.POSITIVE_INFINITY : right;
        });
      expect(widest).toBeLessThan((seen?.x ?? 0) + (seen?.width ?? 0) + 2);
      await (await see('life')).getByRole('slider', { name: 'Playhead' }).focus();
      await keyboard.press('f');
      expect(await seenOf(life)).toBe(whole);
    },
  );

  testInBrowser(
    'a click on a difference lists who pays, and one of them becomes the primary user',
    async () => {
      const { page, see } = given();
      const selection = page.getByRole('complementary', { name: 'Selection' });
      const cadences = await see('cadences');
      await cadences
        .getByRole('button', { name: /^realtime less daily/ })
        .first()
        .click();
      const payers = cadences.getByRole('region', { name: 'Users who pay most' });
      const first = payers.locator('tbody').getByRole('button').first();
      const user = await first.innerText();
      await first.click();
      await selection.getByRole('heading', { name: `User ${user}` }).waitFor();
      await payers.getByRole('button', { name: 'Close' }).click();
      const spread = await see('spread');
      await spread
        .getByRole('img', { name: `Interests of user ${user}, results against history` })
        .waitFor();
      await spread.getByText(/^Interest Entropy@50 of these results: \d\.\d\d nats/).waitFor();
    },
  );

  testInBrowser(
    'a pin is explained by passes without its past, and what had not been is computed',
    async () => {
      const { page, see } = given();
      const selection = page.getByRole('complementary', { name: 'Selection' });
      await (await see('life')).getByRole('slider', { name: 'Playhead' }).focus();
      await page.keyboard.press('End');
      const why = selection.getByRole('region', { name: /^Why this pin/ });
      const counted = /([\d]+) forward\s+passes/;
      await expect.poll(() => why.innerText(), { timeout: 15_000 }).toMatch(counted);
      const passes = Number(counted.exec(await why.innerText())?.[1]);
      expect(passes).toBeGreaterThan(1);
      expect(passes).toBeLessThanOrEqual(64);

      const whatIf = selection.getByRole('region', { name: /^What if/ });
      await selection.getByRole('button', { name: 'Without this action' }).click();
      const said = whatIf.getByText(/^The\s+embedding\s+moves\s+by/);
      await said.waitFor();
      const without = await said.innerText();
      await whatIf.getByRole('button', { name: 'Insert…' }).click();
      await whatIf.getByRole('searchbox', { name: 'Pin' }).fill('a');
      await whatIf.locator('.find li button').first().click();
      await whatIf.getByRole('button', { name: 'Insert', exact: true }).click();
      await expect.poll(() => said.innerText()).not.toBe(without);
      await whatIf.getByRole('button', { name: 'Reset' }).click();
      await whatIf.getByText(/^Drop an action, change its time/).waitFor();
      await whatIf.getByRole('button', { name: 'Insert…' }).click();
    },
  );

  testInBrowser(
    'users are filtered by an expression, which says where it is wrong, and sorted',
    async () => {
      const { see } = given();
      const who = await see('who');
      const filter = who.getByRole('textbox', { name: 'Filter' });
      const counted = who.getByRole('status').filter({ hasText: /users$/ });
      const all = await counted.innerText();
      await filter.fill('actions > 20 and targets < 5');
      await expect.poll(() => counted.innerText()).toMatch(/^\d+ of \d+ users$/);
      const some = await counted.innerText();
      await filter.fill('acions > 20');
      await who.locator('mark').filter({ hasText: 'acions' }).waitFor();
      // The rows of the last filter that could be read stay.
      expect(await counted.innerText()).toBe(some);
      await filter.fill('');
      await expect.poll(() => counted.innerText()).toBe(all);

      const table = who.locator('table[aria-rowcount]');
      const head = table.getByRole('button', { name: 'actions' });
      await head.click();
      const actions = (await table.locator('tbody td:nth-child(2)').allInnerTexts()).map(text =>
        Number(text.replace(/\D/g, '')),
      );
      expect(actions.length).toBeGreaterThan(2);
      expect(actions).toEqual([...actions].sort((a, b) => b - a));
    },
  );

  testInBrowser(
    'the result of a query is drawn as bars or points, or it is said why not',
    async () => {
      const { see } = given();
      const count = await see('count');
      const figure = count.locator('[data-body] [role=img]');
      const press = (name: string) => count.getByRole('button', { name, exact: true }).click();
      await press('Points');
      await count.getByText('“type” holds words; points need numbers or times.').waitFor();
      expect(await figure.count()).toBe(0);
      await count.getByRole('combobox', { name: 'x' }).selectOption('actions');
      await figure.locator('circle').first().waitFor({ state: 'attached' });
      await press('None');
      await expect.poll(() => figure.count()).toBe(0);
      await press('Bars');
      await count.getByRole('combobox', { name: 'x' }).selectOption('type');
      await figure.locator('rect').first().waitFor({ state: 'attached' });
    },
  );

  testInBrowser('an output is saved as CSV and Parquet, and copied as Markdown', async () => {
    const { page, see, command } = given();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const who = await see('who');
    await who.locator('header').click();
    const saved = async (format: 'CSV' | 'Parquet') => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        command(`Export ${format}`),
      ]);
      expect(download.suggestedFilename()).toBe(`all-who.${format.toLowerCase()}`);
      return readFile(await download.path());
    };
    const [heads = '', ...rows] = String(await saved('CSV'))
      .trim()
      .split(/\r?\n/);
    expect(heads).toMatch(/^user,actions,/);
    expect(rows.length).toBe(
      Number(await who.locator('table').first().getAttribute('aria-rowcount')) - 1,
    );
    const parquet = await saved('Parquet');
    expect([parquet.subarray(0, 4), parquet.subarray(-4)].map(String)).toEqual(['PAR1', 'PAR1']);
    await command('Copy output as Markdown');
    await page.getByText('The output is on the clipboard, as Markdown.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^\| user \|/m);
    expect(copied).toContain(`| ${rows[0]?.split(',')[0]} |`);
  });
}
