import { once } from 'node:events';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { startCommand } from './command.js';

/** The built app, served from a workspace and open in a window of Chromium. */
export interface ServedPage {
  readonly page: Page;
  readonly browser: Browser;
  /** What the server printed; it opens the app once. Later windows of the same context need no token. */
  readonly address: string;
  /** The frame of a cell, by its name. */
  cell(name: string): Locator;
  close(): Promise<void>;
}

/** Serves a workspace and opens a blank page beside it, in a window of 1440 × 900. */
export async function servePage(workspace: string): Promise<ServedPage> {
  const server = startCommand(['serve', '--no-open', '--workspace', workspace]);
  const address = await addressIn(server.stdout);
  const browser = await chromium.launch({
    executablePath: process.env.PINNERFORMER_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  return {
    page,
    browser,
    address,
    cell: name =>
      page
        .locator('section[data-cell]')
        .filter({ has: page.getByText(`#${name}`, { exact: true }) }),
    async close() {
      await browser.close();
      server.kill('SIGTERM');
      await once(server, 'exit');
    },
  };
}

async function addressIn(output: NodeJS.ReadableStream | null): Promise<string> {
  if (!output) throw new Error('the server has no output');
  let printed = '';
  for (;;) {
    printed += String((await once(output, 'data'))[0]);
    const address = /http:\S+/.exec(printed)?.[0];
    if (address !== undefined) return address;
  }
}
