import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { temporaryFolder } from '../cli-process.js';
import { testInBrowser } from './browser.js';
import type { StudioPage } from './studio-page.js';

/** The notebook that runs in `of` is exported, and its file is opened as its reader would. */
export function exported(of: () => StudioPage): void {
  testInBrowser('a map is exported whole, with its points, frame, names and legend', async () => {
    const { page, command, see } = of();
    const cell = await see('plane');
    await cell.locator('canvas').waitFor();
    await cell.locator('header').click();
    const pictured = async (format: 'SVG' | 'PNG') => {
      const path = join(temporaryFolder(), `map.${format}`);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        command(`Export ${format}`),
      ]);
      await download.saveAs(path);
      return readFileSync(path);
    };
    const names = await cell
      .getByRole('region', { name: 'Pins by interest' })
      .locator('.name')
      .all();
    const svg = String(await pictured('SVG'));
    const drawn = await page.evaluate(text => {
      const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
      return {
        width: Number(root.getAttribute('width')),
        height: Number(root.getAttribute('height')),
        texts: [...root.querySelectorAll('text')].map(({ textContent }) => textContent),
        images: [...root.querySelectorAll('image')].map(image => image.getAttribute('href')),
        frames: root.querySelectorAll('rect[fill=none]').length,
      };
    }, svg);
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) {
      const start = ((await name.textContent()) ?? '').trim().slice(0, 8);
      expect(drawn.texts.some(text => text?.startsWith(start))).toBe(true);
    }
    expect(drawn.texts).not.toContain('Lasso');
    expect(drawn.images).toEqual([expect.stringMatching(/^data:image\/png;base64,.{100}/)]);
    expect(drawn.frames).toBeGreaterThan(0);
    const png = await pictured('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
      2 * drawn.width,
      2 * drawn.height,
    ]);
  });

  testInBrowser(
    'the exported notebook follows its reader’s theme, folds, sorts, and says what its marks are',
    async () => {
      const { page, command } = of();
      const [download] = await Promise.all([
        page.waitForEvent('download', { timeout: 60_000 }),
        command('Export as one HTML file'),
      ]);
      const path = join(temporaryFolder(), 'exported.html');
      await download.saveAs(path);
      const reader = await page.context().newPage();
      const problems: string[] = [];
      reader.on('console', message => problems.push(message.text()));
      reader.on('pageerror', error => problems.push(error.message));
      const ground = () =>
        reader.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      await reader.emulateMedia({ colorScheme: 'light' });
      await reader.goto(pathToFileURL(path).href);
      const light = await ground();
      await reader.emulateMedia({ colorScheme: 'dark' });
      const dark = await ground();
      expect(dark).not.toBe(light);
      await reader.getByRole('button', { name: 'Light or dark' }).click();
      expect(await ground()).toBe(light);

      const card = reader.locator('[data-card]');
      const figure = reader.getByRole('img', { name: /^Share of actions by type/ });
      await figure.focus();
      await reader.keyboard.press('ArrowDown');
      await reader.keyboard.press('End');
      const last = figure.locator('[data-says]').last();
      expect(await last.getAttribute('data-told')).toBe('');
      expect(await card.innerText()).toBe(await last.getAttribute('data-says'));
      expect(await card.innerText()).toMatch(
        /^\S+\n[\d\s]+ actions, .*%\n[\d\s]+ of them positive$/,
      );
      await reader.keyboard.press('Escape');
      expect(await card.isVisible()).toBe(false);
      const line = reader.getByRole('img', { name: /^Training loss/ }).locator('[data-says]');
      await line.first().scrollIntoViewIfNeeded();
      await reader.waitForTimeout(200);
      await line.first().hover();
      expect(await card.innerText()).toMatch(/step/);
      await reader.mouse.move(2, 2);
      expect(await card.isVisible()).toBe(false);

      const cell = reader.locator('section', { hasText: '#who' });
      const users = cell.locator('details[data-rows]').first();
      await users.locator('summary').click();
      const head = users.getByRole('button', { name: 'actions', exact: true });
      const actions = async () =>
        (await users.locator('tbody tr td:nth-child(2)').allInnerTexts()).map(text =>
          Number(text.replace(/\s/g, '')),
        );
      await head.click();
      const rising = await actions();
      expect(rising.length).toBeGreaterThan(1);
      expect(rising).toEqual([...rising].sort((a, b) => a - b));
      await head.click();
      expect(await actions()).toEqual([...rising].sort((a, b) => b - a));

      const fold = cell.locator('[data-fold]');
      await fold.click();
      expect(await fold.getAttribute('aria-expanded')).toBe('false');
      expect(await cell.locator('[data-body]').isVisible()).toBe(false);
      expect(problems).toEqual([]);
      await reader.close();
    },
    90_000,
  );
}
