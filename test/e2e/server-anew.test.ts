import { expect, onTestFinished } from 'vitest';
import { temporaryFolder } from './cli-process.js';
import { launchBrowser, testInBrowser } from './page/browser.js';
import { serve } from './page/served.js';
import { openStudio } from './page/studio-page.js';

testInBrowser(
  'a window whose server was started anew says how to go on, and goes on by it',
  async () => {
    const workspace = temporaryFolder();
    const before = await serve(workspace);
    onTestFinished(() => void before.child.kill('SIGKILL'));
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const { page } = await openStudio(browser, before.address);
    await page.getByRole('main').getByRole('heading').first().waitFor();
    before.child.kill('SIGKILL');
    await before.outcome;

    const anew = await serve(workspace, '--port', String(before.port));
    onTestFinished(() => void anew.child.kill('SIGKILL'));
    const told = page.getByText('was started anew and does not know this window yet');
    await told.waitFor();
    const other = await page.context().newPage();
    expect((await other.goto(anew.address))?.status()).toBe(200);
    await other.close();
    await page.getByText('The engine does not answer.').waitFor({ state: 'detached' });
  },
  60_000,
);
