import { expect } from 'vitest';
import { testInBrowser } from './browser.js';
import type { StudioPage } from './studio-page.js';

/** On a notebook whose cells have all run. */
export function mapViews(given: () => StudioPage): void {
  testInBrowser(
    'a map shows users or pins, by interest or by actions, and is laid out anew by one press',
    async () => {
      const { see, until } = given();
      const plane = await see('plane');
      const press = (name: string) => plane.getByRole('button', { name, exact: true }).click();
      const legend = async (title: string) => {
        const entries = plane.getByRole('region', { name: title }).locator('.points');
        await entries.first().waitFor();
        const counts = await entries.allInnerTexts();
        return counts.reduce((sum, text) => sum + Number(text.replace(/\D/g, '')), 0);
      };
      const pins = Number(
        (await plane.getByText(/pins, PCA/).innerText()).split(' pins')[0]?.replace(/\D/g, ''),
      );
      expect(await legend('Pins by interest')).toBe(pins);
      await press('Users');
      const users = await legend('Users by interest');
      expect(users).toBeGreaterThan(100);
      await press('Both');
      await press('Actions');
      expect(await legend('Pins and users by number of actions')).toBe(pins + users);

      await press('UMAP');
      await plane.getByText('only neighbourhoods mean something').waitFor();
      await until('fresh', ['plane']);
      expect(await legend('Pins and users by number of actions')).toBe(pins + users);
      for (const name of ['PCA', 'Interest', 'Pins']) await press(name);
      await plane.getByText(/PCA: the axes hold/).waitFor();
      await until('fresh', ['plane']);
    },
    60_000,
  );
}
