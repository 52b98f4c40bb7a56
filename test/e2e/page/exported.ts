import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { temporaryFolder } from '../cli-process.js';
import { testInBrowser } from './browser.js';
import type { StudioPage } from './studio-page.js';

/** The picture of the active cell. */
async function pictured({ page, command }: StudioPage, format: 'SVG' | 'PNG') {
  const path = join(temporaryFolder(), `cell.${format}`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    command(`Export ${format}`),
  ]);
  await download.saveAs(path);
  return readFileSync(path);
}

/** Words of a picture that leave it, or that stand on others. */
function wordsInPlace(page: Page, svg: string): Promise<string[]> {
  return page.evaluate(text => {
    const root = document.importNode(
      new DOMParser().parseFromString(text, 'image/svg+xml').documentElement,
      true,
    );
    document.body.append(root);
    const frame = root.getBoundingClientRect();
    const words = [...root.querySelectorAll('text')]
      .map(word => ({ said: word.textContent ?? '', at: word.getBoundingClientRect() }))
      .filter(({ at }) => at.width > 0);
    root.remove();
    const out = words.filter(({ at }) => at.left < frame.left || at.right > frame.right);
    const met = words.filter(({ at }, i) =>
      words.some(({ at: other }, j) => {
        const wide = Math.min(at.right, other.right) - Math.max(at.left, other.left);
        const high = Math.min(at.bottom, other.bottom) - Math.max(at.top, other.top);
        return j < i && wide > 4 && high > at.height / 2;
      }),
    );
    return [...out, ...met].map(({ said }) => said);
  }, svg);
}

/** Dots a pixel of each image in a picture. */
async function finestImages(svg: string): Promise<number[]> {
  const images = new DOMParser().parseFromString(svg, 'image/svg+xml').querySelectorAll('image');
  return Promise.all(
    [...images].map(async image => {
      const loaded = new Image();
      loaded.src = image.getAttribute('href') ?? '';
      await loaded.decode();
      return loaded.naturalWidth / Number(image.getAttribute('width'));
    }),
  );
}

/** Pixels of something that a figure of an exported notebook has to tell of. */
function middleOfOne(figure: Element): { x: number; y: number } {
  const { marks, columns, rows } = JSON.parse(figure.getAttribute('data-places') ?? '');
  if (marks) return { x: marks[0][0], y: marks[0][1] };
  const [column, row] = [columns.at(-1), rows.at(-1)];
  return { x: column[0] + column[1] / 2, y: row[0] + row[1] / 2 };
}

/** The notebook that runs in `of` is exported, and its file is opened as its reader would. */
export function exported(of: () => StudioPage): void {
  testInBrowser('a map is exported whole, with its points, frame, names and legend', async () => {
    const { page, see } = of();
    const cell = await see('plane');
    await cell.locator('canvas').waitFor();
    await cell.locator('header').click();
    const names = await cell
      .getByRole('region', { name: 'Pins by interest' })
      .locator('.name')
      .all();
    const svg = String(await pictured(of(), 'SVG'));
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
    expect(await wordsInPlace(page, svg)).toEqual([]);
    const png = await pictured(of(), 'PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
      2 * drawn.width,
      2 * drawn.height,
    ]);
  });

  testInBrowser(
    'a drawn cell is exported as it looks: every line of words in its place',
    async () => {
      const { page, see } = of();
      for (const name of [
        'cadences',
        'life',
        'attends',
        'found',
        'spread',
        'who',
        'duel',
        'count',
      ]) {
        const cell = await see(name);
        await cell.locator('[data-body] svg').first().waitFor();
        await cell.locator('header').click();
        const svg = String(await pictured(of(), 'SVG'));
        expect(await wordsInPlace(page, svg), name).toEqual([]);
        expect(svg, name).not.toContain('var(--');
        const canvases = await cell.locator('[data-body] canvas').count();
        const finest = await page.evaluate(finestImages, svg);
        expect(finest.length, name).toBe(canvases);
        // The matrix of attention has one dot a position, and is not smoothed.
        if (name === 'life') expect(finest).toEqual([2]);
        for (const named of await cell.locator(':is(td, th) button').allInnerTexts())
          expect(name === 'who' || svg.includes(`>${named}</text>`), `${name}: ${named}`).toBe(
            true,
          );
      }
    },
    60_000,
  );

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
      await reader.route(/^(?!file:|data:)/, route => route.abort());
      const problems: string[] = [];
      const asked: string[] = [];
      reader.on('console', message => problems.push(message.text()));
      reader.on('request', request => asked.push(request.url()));
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

      for (const [name, says] of [
        ['life', /\d{4}, \d\d:\d\d$/],
        ['attends', /\nposition \d+\nweight \d?\.\d{3}, layer \d+, head \d+$/],
        ['plane', /\n[\d\s]+ actions$/],
      ] as const) {
        const drawn = reader.locator('section', { hasText: `#${name}` }).locator('[data-places]');
        const places = drawn.first();
        expect(await places.getAttribute('data-places'), name).not.toContain('pin in row');
        await places.scrollIntoViewIfNeeded();
        // A card goes when what it stands at is scrolled away.
        await reader.waitForTimeout(200);
        await places.hover({ position: await places.evaluate(middleOfOne) });
        expect(await card.innerText(), name).toMatch(says);
        await reader.mouse.move(2, 2);
        expect(await card.isVisible(), name).toBe(false);
        await places.focus();
        await reader.keyboard.press('ArrowRight');
        expect(await card.innerText(), name).toMatch(says);
        await reader.keyboard.press('Escape');
        expect(await card.isVisible(), name).toBe(false);
      }
      const matrix = reader.locator('section', { hasText: '#attends' }).locator('[data-places]');
      await matrix.nth(1).scrollIntoViewIfNeeded();
      await reader.waitForTimeout(200);
      await matrix.nth(1).hover({ position: { x: 2, y: 2 } });
      expect(await card.innerText()).toMatch(/\nattends 1\.000 to\n/);
      await reader.mouse.move(2, 2);

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
      expect(asked.filter(url => !url.startsWith('data:'))).toEqual([pathToFileURL(path).href]);
      await reader.close();
    },
    90_000,
  );
}
