import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { servePage } from './served-page.js';

const RUN_ALL_MS = 600_000;

/**
 * A workspace of its own with the finished sample notebook: a copy of the one given, else made and run,
 * which takes minutes. The caller removes it.
 */
export async function sampleWorkspace(given?: string): Promise<string> {
  const workspace = mkdtempSync(join(tmpdir(), 'pinnerformer-sample-'));
  if (given !== undefined) {
    cpSync(given, workspace, { recursive: true, preserveTimestamps: true });
    return workspace;
  }
  const served = await servePage(workspace);
  try {
    await served.page.goto(served.address);
    await served.page.getByRole('heading', { level: 1 }).first().waitFor();
    await runAll(served.page);
  } finally {
    await served.close();
  }
  return workspace;
}

/** Runs all cells of the open notebook and waits for them. */
export async function runAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run all' }).click();
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll('section[data-cell]:not(.prose-cell)')].every(
        cell => cell.getAttribute('data-state') === 'fresh',
      ),
    undefined,
    { timeout: RUN_ALL_MS },
  );
}
