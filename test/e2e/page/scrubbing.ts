import { expect } from 'vitest';
import { testInBrowser } from './browser.js';
import type { StudioPage } from './studio-page.js';

/** What every follower of the playhead shows now. */
async function followersOf({ page, cell }: StudioPage) {
  const busy = page.locator('[aria-busy=true]');
  // An answer that is on its way would be read as the one before: two readings alike are settled.
  const read = async () =>
    JSON.stringify({
      busy: await busy.count(),
      playhead: await playheadOf(cell('life')).getAttribute('aria-valuetext'),
      attention: await cell('attends').locator('.reading').first().getAttribute('aria-label'),
      found: await cell('found')
        .getByRole('region', { name: /realtime/ })
        .innerText(),
      inspector: await page.getByRole('complementary', { name: 'Selection' }).innerText(),
    });
  let now = await read();
  for (;;) {
    await page.waitForTimeout(250);
    const next = await read();
    if (next === now) return JSON.parse(now) as Record<'playhead' | 'attention' | 'found', string>;
    now = next;
  }
}

const playheadOf = (cell: ReturnType<StudioPage['cell']>) =>
  cell.getByRole('slider', { name: 'Playhead' });

/** On a notebook whose cells have all run. */
export function scrubbing(given: () => StudioPage): void {
  testInBrowser(
    'the playhead moves by keys and by hand, and all that follows it goes along',
    async () => {
      const studio = given();
      const { page, cell, see } = studio;
      const selection = page.getByRole('complementary', { name: 'Selection' });
      await see('life');
      await selection.getByText(/^Shown first: loses most recall@10 under daily/).waitFor();
      await selection.getByRole('button', { name: 'Choose another user' }).click();
      await selection
        .getByRole('button', { name: /actions, .* positive/ })
        .first()
        .click();
      await expect.poll(() => selection.getByText('Shown first').count()).toBe(0);
      for (const name of ['found', 'attends', 'life']) await see(name);
      const playhead = playheadOf(cell('life'));
      await playhead.focus();
      const before = await followersOf(studio);
      for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft');
      const earlier = await followersOf(studio);
      for (const what of ['playhead', 'attention', 'found'] as const)
        expect(earlier[what], what).not.toBe(before[what]);
      for (let i = 0; i < 5; i++) await page.keyboard.press('.');
      expect(await followersOf(studio)).toEqual(before);

      const box = await playhead.boundingBox();
      if (!box) throw new Error('the playhead is not in sight');
      await page.mouse.move(box.x, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x - 150, box.y + box.height / 2, { steps: 15 });
      await page.mouse.up();
      const dragged = await followersOf(studio);
      for (const what of ['playhead', 'attention', 'found'] as const)
        expect(dragged[what], what).not.toBe(before[what]);
      expect(await playheadOf(cell('attends')).getAttribute('aria-valuetext')).toContain(
        dragged.playhead.split('.')[0],
      );
      // The press gave the plot the focus: keys go on from there, and the wheel zooms.
      await page.keyboard.press('ArrowLeft');
      expect((await followersOf(studio)).playhead).not.toBe(dragged.playhead);
    },
  );
  testInBrowser(
    'a view is pinned to the user and instant it shows, and follows again',
    async () => {
      const studio = given();
      const { page, cell, see, until } = studio;
      const attends = await see('attends');
      const before = await playheadOf(attends).getAttribute('aria-valuetext');
      await attends.locator('header').click();
      await page.keyboard.press('p');
      await attends.getByRole('button', { name: /^Pinned to a user/ }).waitFor();
      await until('fresh', ['attends']);

      await (await see('life')).getByRole('slider', { name: 'Playhead' }).focus();
      for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
      await see('attends');
      await followersOf(studio);
      const instant = (text: string | null) => text?.split('.')[0];
      const pinned = await playheadOf(attends).getAttribute('aria-valuetext');
      expect(instant(pinned)).toBe(instant(before));

      await attends.getByRole('button', { name: /^Pinned to a user/ }).click();
      await attends.getByRole('button', { name: /^Moves with the playhead/ }).waitFor();
      await until('fresh', ['attends']);
      const life = await playheadOf(cell('life')).getAttribute('aria-valuetext');
      await expect
        .poll(async () => instant(await playheadOf(attends).getAttribute('aria-valuetext')))
        .toBe(instant(life));

      // Both settings of a pin are one step back.
      await attends.getByRole('button', { name: /^Moves with the playhead/ }).click();
      await attends.getByRole('button', { name: /^Pinned to a user/ }).waitFor();
      await studio.command('Undo');
      await attends.getByRole('button', { name: /^Moves with the playhead/ }).waitFor();
      await until('fresh', ['attends']);
    },
  );
  testInBrowser(
    'users and pins nearby are found beside the document, and chosen there',
    async () => {
      const { page, see } = given();
      const selection = page.getByRole('complementary', { name: 'Selection' });
      const heading = () => selection.getByRole('heading', { level: 2 }).innerText();
      const found = await see('found');
      await found
        .getByRole('region', { name: /realtime/ })
        .getByRole('button')
        .first()
        .click();
      await selection.getByText('Pins like the chosen one').click();
      await selection.getByText(/^Of .* pins in the index/).waitFor();
      await selection.getByText('Users like this one').click();
      await selection.getByText(/^Of .* users.* on the same whole day/).waitFor();
      const nearby = selection.getByRole('region', { name: /^Nearby/ });
      const first = nearby.getByRole('button').first();
      const user = (await first.locator('.name').innerText()).trim();
      expect(await heading()).not.toBe(`User ${user}`);
      await first.click();
      await expect.poll(heading).toBe(`User ${user}`);
    },
  );
}
