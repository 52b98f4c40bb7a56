import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { skipUnless } from '../skip.js';
import { startCli } from './cli-process.js';

const BROWSER = process.env.PINNERFORMER_CHROMIUM ?? '/usr/bin/chromium';

const testInBrowser = skipUnless(existsSync(BROWSER), `there is no Chromium at ${BROWSER}`);

/** `pinnerformer serve` on a fresh workspace, and the address that it prints. */
async function startServe(...options: string[]) {
  const workspace = await mkdtemp(join(tmpdir(), 'pinnerformer-serve-'));
  onTestFinished(() => rm(workspace, { recursive: true, force: true }));
  const cli = startCli(['serve', '--no-open', '--workspace', workspace, ...options]);
  onTestFinished(() => void cli.child.kill('SIGKILL'));
  let printed = '';
  for (;;) {
    const [chunk] = await once(cli.child.stdout ?? cli.child, 'data');
    printed += String(chunk);
    const address = /http:\S+/.exec(printed)?.[0];
    if (address !== undefined) return { ...cli, address, workspace };
  }
}

testInBrowser(
  'the served page shows the sample notebook, breaks no policy and has a clean address',
  async () => {
    const { address, child, outcome } = await startServe();
    const browser = await chromium.launch({
      executablePath: BROWSER,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync'],
    });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
    });
    page.on('pageerror', error => problems.push(error.message));
    await page.goto(address);
    expect(new URL(page.url()).search).toBe('');
    await page.getByText('What does a daily embedding cost?').first().waitFor();
    expect(await page.evaluate(() => document.cookie)).toBe('');
    expect(problems).toEqual([]);
    const inlineRan = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.body.dataset.ran = "yes"';
      document.body.append(script);
      return document.body.dataset.ran !== undefined;
    });
    expect(inlineRan).toBe(false);
    child.kill('SIGINT');
    expect(await outcome).toMatchObject({ code: 0 });
  },
);

test('a signal ends the server at once, with pages open', async () => {
  const { child, outcome } = await startServe('--quiet');
  child.kill('SIGTERM');
  expect(await outcome).toMatchObject({ code: 0, stderr: '' });
});
