import { expect, onTestFinished, test } from 'vitest';
import { startCli, temporaryFolder } from './cli-process.js';
import { launchBrowser, testInBrowser } from './page/browser.js';
import { serve } from './page/served.js';
import { openStudio } from './page/studio-page.js';

async function startServe(...options: string[]) {
  const served = await serve(temporaryFolder(), ...options);
  onTestFinished(() => void served.child.kill('SIGKILL'));
  return served;
}

testInBrowser(
  'the served page shows the sample notebook, breaks no policy and has a clean address',
  async () => {
    const { address, child, outcome } = await startServe();
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());
    const { page, problems } = await openStudio(browser, address);
    expect(new URL(page.url()).search).toBe('');
    await page.getByRole('heading', { name: 'What does a daily embedding cost?' }).waitFor();
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

test('a workspace is served by one process, and the next one has it as soon as that is killed', async () => {
  const workspace = temporaryFolder();
  const first = await serve(workspace);
  const second = await startCli(['serve', '--no-open', '--workspace', workspace]).outcome;
  expect(second).toMatchObject({ code: 1 });
  expect(second.stderr).toContain(`in use by process ${first.child.pid}`);
  first.child.kill('SIGKILL');
  await first.outcome;
  const third = await serve(workspace);
  onTestFinished(() => void third.child.kill('SIGKILL'));
  expect(third.port).toBeGreaterThan(0);
});
