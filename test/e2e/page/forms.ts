import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { testInBrowser } from './browser.js';
import type { StudioPage } from './studio-page.js';

/** Opens the source of a cell, beside which its form stands. */
async function openSource({ see }: StudioPage, name: string) {
  const cell = await see(name);
  await cell.getByRole('button', { name: 'Source and settings' }).click();
  await cell.locator('.cm-content').waitFor();
  return {
    cell,
    form: cell.getByRole('group', { name: 'Settings', exact: true }),
    source: () => cell.locator('.cm-content').innerText(),
    close: () => cell.getByRole('button', { name: 'Source and settings' }).click(),
  };
}

async function put(input: Locator, text: string): Promise<void> {
  await input.fill(text);
  await input.press('Tab');
}

/** What a screen reader says of an input beside its name. */
function describedBy(input: Locator): Promise<string> {
  return input.evaluate(element =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map(id => document.getElementById(id)?.textContent ?? '')
      .join(' '),
  );
}

/** The form of a cell and its YAML are two sides of one thing. */
export function forms(given: () => StudioPage): void {
  testInBrowser('the two runs of a comparison are chosen in its form', async () => {
    const { page, command } = given();
    const { form, source, close } = await openSource(given(), 'duel');
    const [one, two] = [form.getByLabel('runs, 1'), form.getByLabel('runs, 2')];
    await expect.poll(() => one.inputValue()).toBe('$dense');
    expect(await two.inputValue()).toBe('$sasrec');
    const offered = await page
      .locator(`datalist#${await two.getAttribute('list')} option`)
      .evaluateAll(options => options.map(option => option.getAttribute('value') ?? ''));
    expect(offered.slice(0, 2)).toEqual(['$dense', '$sasrec']);
    expect(offered.slice(2)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^dense-[0-9a-f]{6}$/),
        expect.stringMatching(/^sasrec-[0-9a-f]{6}$/),
      ]),
    );

    await put(two, '');
    expect(await form.getByRole('alert').innerText()).toBe('2 are needed, here is 1.');
    expect(await describedBy(two)).toContain('2 are needed');
    expect(await source()).toContain('runs: [$dense, $sasrec]');
    await put(two, offered[2] ?? '');
    await expect.poll(source).toContain(`runs: [$dense, ${offered[2]}]`);
    expect(await form.getByRole('alert').count()).toBe(0);
    await close();
    await command('Undo');
    await given().until('fresh', ['duel']);
  });

  testInBrowser('a mapping is written in the form, and what is wrong is said there', async () => {
    const { command } = given();
    const { form, source, close } = await openSource(given(), 'world');
    const set = form.getByLabel('set', { exact: true });
    await put(set, 'users: many');
    expect(await form.getByRole('alert').innerText()).toBe('users is many, not a number.');
    expect(await source()).not.toContain('users');
    await put(set, 'users: 50\nactionsPerDay: 3');
    await expect.poll(source).toMatch(/size: tiny\s+set:\s+users: 50\s+actionsPerDay: 3/);
    expect(await describedBy(set)).toContain('Parameters of the world');
    await close();
    await command('Undo');
    await given().until('fresh', ['world', 'dense', 'duel', 'count']);
  });

  testInBrowser('a query stands alone, without a form that cannot read it', async () => {
    const { cell, source, close } = await openSource(given(), 'count');
    expect(await source()).toContain('SELECT');
    expect(await cell.getByText('The form is back').count()).toBe(0);
    await close();
  });
}
