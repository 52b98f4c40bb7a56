import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { testInBrowser } from './browser.js';
import { anotherWindow, newNotebook, type StudioPage } from './studio-page.js';

/** A window on a notebook of its own, without any cell. */
async function emptyNotebook(given: StudioPage): Promise<StudioPage> {
  const studio = await anotherWindow(given);
  await newNotebook(studio);
  return studio;
}

/** The lines of a source that is open. */
const sourceOf = (cell: Locator) => cell.locator('.cm-line').allInnerTexts();

/** On a notebook whose cells have all run. */
export function editing(given: () => StudioPage): void {
  testInBrowser(
    'cells are added in sight, moved, folded and duplicated by keys, and all is taken back',
    async () => {
      const { page, command, problems } = await emptyNotebook(given());
      const { keyboard } = page;
      const order = () => page.locator('section[data-cell] .summary').allInnerTexts();
      const written = ['1', '2', '3', '4', '5', '6'].map(n => `SELECT ${n} AS n`);
      for (const query of written) {
        await command('Insert sql');
        const cells = page.locator('section[data-cell][aria-label^="sql"]');
        const editor = cells.nth(written.indexOf(query)).locator('.cm-editor.cm-focused');
        await editor.waitFor();
        await keyboard.type(query);
        const box = await editor.boundingBox();
        // A cell below the window would be typed into blindly.
        expect(box?.y, query).toBeGreaterThan(0);
        expect((box?.y ?? 0) + (box?.height ?? 0), query).toBeLessThan(900);
        await keyboard.press('Escape');
        await editor.waitFor({ state: 'detached' });
      }
      await expect.poll(order).toEqual(written);

      await keyboard.press('Alt+ArrowUp');
      const [one, two, three, four, five, six] = written;
      await expect.poll(order).toEqual([one, two, three, four, six, five]);
      const bodies = page.locator('section[data-cell] [data-body]');
      await expect.poll(() => bodies.count()).toBe(6);
      await keyboard.press('o');
      await expect.poll(() => bodies.count()).toBe(5);
      await keyboard.press('o');
      await expect.poll(() => bodies.count()).toBe(6);
      await command('Duplicate');
      await expect.poll(order).toEqual([one, two, three, four, six, six, five]);
      for (let step = 0; step < 2; step++) await command('Undo');
      await expect.poll(order).toEqual(written);
      expect(problems).toEqual([]);
    },
  );

  testInBrowser('the form and the text of a cell are in step, each way', async () => {
    const { page, command, problems } = await emptyNotebook(given());
    await command('Insert world');
    const editor = page.locator('.cm-editor.cm-focused');
    await editor.waitFor();
    await page.keyboard.type('size: tiny # small enough');
    const cell = page.locator('section[data-cell][aria-label^="world"]');
    const form = cell.getByRole('group', { name: 'Settings' });
    const fill = async (name: string, value: string) => {
      await form.getByRole('textbox', { name, exact: true }).fill(value);
      await page.keyboard.press('Tab');
    };
    await cell.getByRole('button', { name: /^Tiny/, pressed: true }).waitFor();
    await cell.getByRole('button', { name: /^Small/, pressed: false }).waitFor();
    await fill('seed', '7');
    await fill('set', '{ users: 300, days: 30 }');
    await expect
      .poll(() => sourceOf(cell))
      .toEqual(['size: tiny # small enough', 'seed: 7', 'set:', '  users: 300', '  days: 30']);
    await fill('set', '{ users: 300');
    await form.getByText(/^This is not valid YAML: /).waitFor();

    await cell.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.type('seed: 3');
    await expect
      .poll(() => form.getByRole('textbox', { name: 'seed', exact: true }).inputValue())
      .toBe('3');
    await page.keyboard.press('Escape');
    await command('Undo');
    await expect.poll(() => sourceOf(cell)).toContain('seed: 7');
    expect(problems).toEqual([]);
  });

  testInBrowser(
    'what is stale runs by one command, and an output of before comes back without running',
    async () => {
      const { page, see, until, command } = given();
      const who = await see('who');
      await who.getByRole('button', { name: 'Source and settings' }).click();
      const seed = who
        .getByRole('group', { name: 'Settings' })
        .getByRole('textbox', { name: 'seed', exact: true });
      await seed.fill('2');
      await page.keyboard.press('Tab');
      await until('stale', ['who']);
      await who.getByText('The output below is older than what it came from.').waitFor();
      await command('Run what is stale');
      await until('fresh', ['who']);
      await seed.fill('');
      await page.keyboard.press('Tab');
      await who.getByText('cached', { exact: true }).waitFor();
      await until('fresh', ['who']);
      await who.getByRole('button', { name: 'Source and settings' }).click();
    },
    60_000,
  );
}
