import { expect } from 'vitest';
import { testInBrowser } from './browser.js';
import { anotherWindow, newNotebook, type StudioPage } from './studio-page.js';

/** What has the focus, as a screen reader names it. */
const focused = ({ page }: StudioPage) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
  });

/** Presses Tab until a thing has the focus. */
async function tabTo(studio: StudioPage, name: string): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 60; presses++) {
    await studio.page.keyboard.press('Tab');
    const now = await focused(studio);
    if (now === name) return;
    passed.push(now);
  }
  throw new Error(`Tab does not come to "${name}", only to ${passed.join(' | ')}`);
}

/** Nothing is touched but keys, from a notebook that is open to a result that is seen. */
export function byKeyboard(given: () => StudioPage): void {
  testInBrowser(
    'with keys alone a notebook is made, a query written and its result seen',
    async () => {
      const studio = await anotherWindow(given());
      const { page, command } = studio;
      const { keyboard } = page;
      await page.getByRole('heading', { name: 'Every kind' }).waitFor();
      await command('New notebook');
      await page.getByRole('heading', { name: 'Untitled' }).waitFor();
      await tabTo(studio, 'Add a cell');
      await keyboard.press('Enter');
      await page.getByRole('menu').waitFor();
      await keyboard.type('sql');
      await keyboard.press('Enter');
      await page.getByRole('textbox', { name: /sql/i }).waitFor();
      await page.waitForFunction(() => document.activeElement?.closest('.cm-editor') !== null);
      await keyboard.type('SELECT 6 * 7 AS answer');
      await keyboard.press('Control+Enter');
      const made = page.locator('section[data-cell]').filter({ hasText: 'sql' });
      await made.getByText('42', { exact: true }).first().waitFor();
      await expect.poll(() => made.getAttribute('data-state')).toBe('fresh');
      await keyboard.press('Escape');
      await expect.poll(() => focused(studio)).toMatch(/^sql.*up to date/);
      await keyboard.press('d');
      await keyboard.press('d');
      await made.waitFor({ state: 'detached' });
      await keyboard.press('z');
      await made.getByText('42', { exact: true }).first().waitFor();
    },
  );
  testInBrowser(
    'F6 goes through the parts of the window and finds each as it was left',
    async () => {
      const studio = await anotherWindow(given());
      const { page } = studio;
      const { keyboard } = page;
      const more = page.getByRole('button', { name: /^More for/ }).first();
      await more.focus();
      const name = await focused(studio);
      const parts = async (key: string) => {
        await keyboard.press(key);
        return page.evaluate(() =>
          document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane'),
        );
      };
      const round = [];
      for (let press = 0; press < 4; press++) round.push(await parts('F6'));
      expect(new Set(round)).toEqual(new Set(['panel', 'jobs', 'top', 'rail']));
      expect(await parts('F6')).toBe('document');
      expect(await focused(studio)).toBe(name);
      expect(await parts('Shift+F6')).toBe('rail');
    },
  );
  testInBrowser(
    'the palette inserts a cell of any kind, and renames the notebook, which is taken back',
    async () => {
      const studio = await anotherWindow(given());
      const { page, command } = studio;
      await newNotebook(studio);
      const title = page.getByRole('banner').getByText(/\.md$/);
      const before = await title.innerText();

      await command('Insert sql');
      await page.locator('section[data-cell][aria-label^="sql"]').waitFor();
      await page.keyboard.press('Escape');

      await command('Rename this notebook');
      await page.getByRole('textbox', { name: 'New name' }).fill('renamed');
      await page.keyboard.press('Enter');
      await expect.poll(() => title.innerText()).toBe('renamed.md');
      await page.locator('section[data-cell][aria-label^="sql"]').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(() => title.innerText()).toBe(before);
      expect(studio.problems).toEqual([]);
      await page.close();
    },
  );
}
