import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { skipUnless } from '../../skip.js';

const BROWSER = process.env.PINNERFORMER_CHROMIUM ?? '/usr/bin/chromium';

export const haveBrowser = existsSync(BROWSER);

/** A test in a real Chromium. */
export const testInBrowser = skipUnless(haveBrowser, `there is no Chromium at ${BROWSER}`);

export function launchBrowser(...more: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: BROWSER,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync', ...more],
  });
}
