import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

/** What a cell's frame says of its state, in `data-state`. */
export type CellGlyph =
  | 'empty'
  | 'queued'
  | 'running'
  | 'fresh'
  | 'stale'
  | 'failed'
  | 'cancelled'
  | 'interrupted';

/** One window on a notebook, as a person has it. */
export interface StudioPage {
  readonly page: Page;
  /** Errors and warnings of the console, and errors that nobody caught. */
  readonly problems: string[];
  /** The frame of a cell, by its name. */
  cell(name: string): Locator;
  /** Waits until the cells are in a state; says in which they are when that does not come. */
  until(state: CellGlyph, names: readonly string[], timeoutMs?: number): Promise<void>;
  /** Brings a cell into the window and waits for its body to be built. */
  see(name: string): Promise<Locator>;
  /** Chooses a command or a thing in the palette. */
  command(text: string): Promise<void>;
}

export const VIEWS = ['Notebook', 'Runs', 'Data', 'Models', 'Index', 'Jobs'] as const;

export async function openStudio(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<StudioPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const studio = studioPage(await context.newPage());
  await studio.page.goto(address);
  return studio;
}

export function studioPage(page: Page): StudioPage {
  page.setDefaultTimeout(20_000);
  const problems: string[] = [];
  page.on('console', message => {
    // Chromium's software renderer remarks on its own speed.
    if (message.text().includes('GL Driver Message')) return;
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', error => problems.push(error.stack ?? error.message));
  const cell = (name: string) =>
    page.locator('section[data-cell]').filter({ has: page.getByText(`#${name}`, { exact: true }) });
  return {
    page,
    problems,
    cell,
    async until(state, names, timeoutMs = 60_000) {
      const stateOf = (name: string) => cell(name).getAttribute('data-state');
      const givesUpAt = Date.now() + timeoutMs;
      for (;;) {
        const states = await Promise.all(names.map(stateOf));
        if (states.every(each => each === state)) return;
        if (states.includes('failed') || Date.now() > givesUpAt) {
          const failed = await page.locator('[data-state=failed]').allInnerTexts();
          const now = names.map((name, i) => `${name} ${states[i]}`).join(', ');
          throw new Error(`not ${state}: ${now}\n${failed.join('\n')}`);
        }
        await page.waitForTimeout(100);
      }
    },
    async see(name) {
      const found = cell(name);
      await found.scrollIntoViewIfNeeded();
      await found.locator('[data-body] > *').first().waitFor();
      return found;
    },
    async command(text) {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: /^Find/ }).fill(text);
      await page.getByRole('option', { name: text }).first().waitFor();
      await page.keyboard.press('Enter');
    },
  };
}

/** Another window of the same browser on the same workspace. */
export async function anotherWindow({ page }: StudioPage): Promise<StudioPage> {
  const other = studioPage(await page.context().newPage());
  await other.page.goto(new URL('/', page.url()).href);
  onTestFinished(() => other.page.close());
  return other;
}

/** Another notebook, without any cell, takes the place of the one that is open. */
export async function newNotebook({ page, command }: StudioPage): Promise<void> {
  const title = page.getByRole('banner').getByText(/\.md$/);
  const before = await title.innerText();
  await command('New notebook');
  // The one before may be called Untitled as well.
  await expect.poll(() => title.innerText()).not.toBe(before);
  await page.getByRole('heading', { name: 'Untitled' }).waitFor();
}

/** Goes to a view of the rail. */
export async function goTo({ page }: StudioPage, view: (typeof VIEWS)[number]): Promise<void> {
  const rail = page.getByRole('navigation', { name: 'Workspace' });
  const button = rail.getByRole('button', { name: view });
  // From the notebook, the notebook again would be the list of all.
  if ((await button.getAttribute('aria-current')) !== 'page') await button.click();
  await page.getByRole('main').getByRole('heading').first().waitFor();
}

/** Writes at the end of the prose cell that holds `words`, and stays in it. */
export async function write({ page }: StudioPage, words: string, more: string): Promise<void> {
  await page.getByText(words).first().dblclick();
  await page.locator('.cm-editor.cm-focused').waitFor();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(more, { delay: 5 });
}
