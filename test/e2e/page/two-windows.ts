import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { testInBrowser } from './browser.js';
import { anotherWindow, type StudioPage, write } from './studio-page.js';

/** `notebookFile` is the file of the notebook that is open, which ends in a prose cell "The end." */
export function twoWindows(given: () => StudioPage, notebookFile: () => string): void {
  testInBrowser(
    'two windows write in one notebook, and both and the file hold all of it',
    async () => {
      const here = given();
      const there = await anotherWindow(here);
      await there.page.getByRole('heading', { name: 'Every kind' }).waitFor();
      await Promise.all([
        write(here, 'One cell of each.', ' Written here.'),
        write(there, 'The end.', ' Written there.'),
      ]);
      for (const { page } of [here, there]) {
        await page.keyboard.press('Escape');
        await page.getByText('One cell of each. Written here.').waitFor();
        await page.getByText('The end. Written there.').waitFor();
      }
      await there.page.getByText(/^saved/).waitFor();
      await expect
        .poll(() => readFile(notebookFile(), 'utf8'))
        .toMatch(/One cell of each\. Written here\.[\s\S]*The end\. Written there\./);
      await write(there, 'The end. Written there.', ' Last.');
      await here.page.getByText('Written there. Last.').waitFor();
      await here.command('Undo');
      await here.page.getByText('Last.').waitFor({ state: 'detached' });
      await here.command('Redo');
      await there.page.getByText('Written there. Last.').waitFor();
      expect([...here.problems, ...there.problems]).toEqual([]);
    },
  );
}
