import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { testInBrowser } from './browser.js';
import { anotherWindow, goTo, type StudioPage } from './studio-page.js';

/** Of some fifteen seconds, so that there is time to hold it. */
const SLOW = `# A slow training

\`\`\`train #slow
dataset: world
preset: tiny
objective: denseAllAction
set:
  steps: 700
  batchUsers: 16
  model.sequenceLength: 32
  negatives.random: 64
  validation.enabled: false
  checkpointEverySteps: 50
\`\`\`
`;

async function openFromList(page: Page, name: RegExp): Promise<void> {
  const main = page.getByRole('main');
  await main.getByRole('heading').first().waitFor();
  // From the notebook, the notebook again is the list of all.
  const rail = page.getByRole('navigation', { name: 'Workspace' });
  await rail.getByRole('button', { name: 'Notebook' }).click();
  await main.getByRole('button', { name }).first().click();
}

/** In the workspace of every kind, once its notebook has run. */
export function training(given: () => StudioPage, workspace: () => string): void {
  testInBrowser(
    'a training is paused, goes on, is stopped, goes on from its checkpoint and is compared',
    async () => {
      await writeFile(join(workspace(), 'notebooks', 'slow.md'), SLOW);
      const { page, cell, until, problems } = await anotherWindow(given());
      await openFromList(page, /slow/);
      await page.getByRole('heading', { name: 'A slow training' }).waitFor();
      const slow = cell('slow');
      const jobs = page.getByRole('region', { name: 'Jobs' });
      const steps = async () => Number((await slow.innerText()).match(/(\d+) of 700/)?.[1] ?? 0);

      await page.getByRole('button', { name: 'Run all' }).click();
      await until('running', ['slow']);
      await jobs.getByText(/left/).waitFor();
      await expect.poll(steps, { timeout: 20_000 }).toBeGreaterThan(50);

      await jobs.getByRole('button', { name: /^Pause/ }).click();
      await jobs.getByText(/^paused at/).waitFor();
      await jobs.getByRole('button', { name: 'Resume' }).click();
      await jobs.getByText(/left/).waitFor();
      await until('running', ['slow']);

      await jobs.getByRole('button', { name: /^Cancel/ }).click();
      await until('cancelled', ['slow']);
      await slow.getByText(/the checkpoint is kept/).waitFor();
      await slow.getByRole('button', { name: 'Go on' }).click();
      await until('fresh', ['slow'], 60_000);

      await slow.getByText('Compare with earlier runs').click();
      const earlier = slow.getByRole('button', { pressed: false }).filter({ hasText: 'dense' });
      await earlier.first().click();
      await slow.getByRole('button', { pressed: true }).filter({ hasText: 'dense' }).waitFor();
      // The only model of this notebook is what its selection reads.
      await slow.getByText('The selection reads this model.').waitFor();
      expect(problems).toEqual([]);
    },
    120_000,
  );

  testInBrowser(
    'a trained run is promoted to a model, which is read, removed and brought back',
    async () => {
      const studio = await anotherWindow(given());
      const { page, see, problems } = studio;
      const main = page.getByRole('main');
      await openFromList(page, /all\.md/);
      await page.getByRole('heading', { name: 'Every kind' }).waitFor();
      const dense = await see('dense');
      await dense.getByRole('button', { name: 'Promote to model' }).click();
      const named = dense.getByRole('textbox', { name: 'Name of the model' });
      await named.fill('no/name');
      await named.press('Enter');
      await dense
        .getByRole('alert')
        .getByText(/cannot name a model/)
        .waitFor();
      await dense.getByRole('button', { name: 'Promote to model' }).click();
      await named.fill('');
      await named.press('Enter');
      await dense.getByText('Promoted to the model world-model-1').waitFor();

      await goTo(studio, 'Models');
      await main.getByText('world-model-1').click();
      const card = main.getByRole('region', { name: 'Model world-model-1' });
      await card.getByRole('button', { name: 'Read with this model' }).click();
      await page.getByText('The selection reads world-model-1 now.').waitFor();

      await card.getByRole('button', { name: 'Remove' }).click();
      await main.getByText(/There is none yet/).waitFor();
      const toast = page.getByText('The model world-model-1 is removed.');
      await toast.waitFor();
      await toast.locator('xpath=..').getByRole('button', { name: 'Undo' }).click();
      await main.getByText('world-model-1').first().waitFor();
      expect(problems).toEqual([]);
    },
  );
}
