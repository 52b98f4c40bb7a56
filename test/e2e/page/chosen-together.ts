import { expect } from 'vitest';
import { testInBrowser } from './browser.js';
import type { StudioPage } from './studio-page.js';

const firstNumber = (text: string) => Number(/\d[\d,]*/.exec(text)?.[0].replace(/,/g, ''));

/** On a notebook whose cells have all run. */
export function chosenTogether(given: () => StudioPage): void {
  testInBrowser(
    'users chosen in one cell stand out in all that show them, are stepped through, and let go with a way back',
    async () => {
      const { page, see } = given();
      const who = await see('who');
      const status = who.locator('[role=status]').filter({ hasText: /users/ });
      await who.getByRole('textbox', { name: 'Filter' }).fill('actions > 60');
      await who.getByText(/^\d+ of \d+ users$/).waitFor();
      const chosen = firstNumber(await status.innerText());
      expect(chosen).toBeGreaterThan(2);
      await who.getByRole('button', { name: 'Choose these users' }).click();

      const panel = page.getByRole('region', { name: 'Chosen users' });
      await panel.getByText(`${chosen} users of a table of users`).waitFor();
      const data = await see('data');
      await data.getByText(`Solid: the ${chosen} of`).waitFor();
      await data.getByRole('img', { name: /^Share of actions by type: .+ \(all users / }).waitFor();
      await (await see('duel')).getByText(`${chosen} chosen users`).waitFor();
      const plane = await see('plane');
      await plane.getByRole('button', { name: 'Users', exact: true }).click();
      await plane.getByText(/^\d+ chosen/).waitFor();
      await plane.getByRole('button', { name: 'Pins', exact: true }).click();

      await panel.getByText(`${chosen} users`).click();
      expect(await panel.getByRole('listitem').count()).toBe(chosen);
      await panel.getByRole('listitem').first().getByRole('button').click();
      const user = page.getByRole('region', { name: 'User', exact: true });
      await user.getByText(`1 of ${chosen} chosen`).waitFor();
      await user.getByRole('button', { name: 'Next user' }).click();
      await user.getByText(`2 of ${chosen} chosen`).waitFor();

      await panel.getByRole('button', { name: 'Let these users go' }).click();
      await panel.waitFor({ state: 'detached' });
      await (await see('duel')).getByText('Users who differ most').waitFor();
      await page.getByRole('button', { name: 'Undo' }).last().click();
      await panel.getByText(`${chosen} users`).waitFor();
      await panel.getByRole('button', { name: 'Let these users go' }).click();
    },
    60_000,
  );

  testInBrowser('retrieved pins are chosen together and found on the map', async () => {
    const { page, see } = given();
    const found = await see('found');
    await found.getByRole('button', { name: 'Choose these pins' }).click();
    const panel = page.getByRole('region', { name: 'Chosen pins' });
    const pins = firstNumber(await panel.innerText());
    expect(pins).toBeGreaterThanOrEqual(10);
    const plane = await see('plane');
    await plane.getByText(`${pins} chosen`).waitFor();
    await plane.getByRole('button', { name: 'Let go' }).click();
    await panel.waitFor({ state: 'detached' });
  });
}
