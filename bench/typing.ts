/**
 * From a key to its character on the page, in prose and in a cell's YAML: at rest, and while a training keeps
 * all cores busy. 200 keys each, in Chromium, against the built command. Parameters: --workspace DIR (with the
 * sample notebook finished; without one, one is made and run, which takes minutes), --delay MS between two
 * keys (70 by default).
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { writeNotebook } from './support/large-workspace.js';
import { describeMachine } from './support/machine.js';
import { quantile } from './support/quantile.js';
import { type Cell, report } from './support/report.js';
import { sampleWorkspace } from './support/sample-workspace.js';
import { type ServedPage, servePage } from './support/served-page.js';

const KEYS = 200;
const PROSE = 'What a daily embedding has not seen, realtime has: the *session* of today. ';
const YAML = '# a note\nseed: 7\nset:\n  steps: 400\n  windowDays: 14\n';
const NOTEBOOK = `# Typing

To be written on.

\`\`\`train #typed
dataset: sample-world
\`\`\`

\`\`\`train #busy
dataset: sample-world
preset: small
set:
  steps: 100000
  validation.enabled: false
\`\`\`
`;

const { values: given } = parseArgs({
  options: { workspace: { type: 'string' }, delay: { type: 'string', default: '70' } },
});
const delay = Number(given.delay);
const workspace = await sampleWorkspace(given.workspace);
try {
  writeNotebook(workspace, 'typing', NOTEBOOK);
  const served = await servePage(workspace);
  try {
    const { page, cell } = served;
    await page.goto(served.address);
    await page.getByRole('main').getByRole('button', { name: 'typing.md' }).click();
    await cell('busy').waitFor();
    const rows: Cell[][] = [];
    rows.push(row('prose, at rest', await typeProse(page), ''));
    rows.push(row('YAML, at rest', await typeYaml(served), ''));
    await cell('busy').getByRole('button', { name: 'Run', exact: true }).first().click();
    await cell('busy').and(page.locator('[data-state=running]')).waitFor();
    // Once steps are told, the cores are at work.
    await cell('busy')
      .getByText(/, \S+ of 100.000/)
      .first()
      .waitFor();
    rows.push(row('prose, while it trains', await typeProse(page), '< 50'));
    rows.push(row('YAML, while it trains', await typeYaml(served), '< 50'));
    if ((await cell('busy').getAttribute('data-state')) !== 'running')
      throw new Error('the training ended before the typing did');
    report(
      'typing',
      [
        {
          title: `From the key to its character on the page, ${KEYS} keys, one in ${delay} ms`,
          columns: ['where', 'p50 ms', 'p95 ms', 'longest ms', 'aim of p95'],
          rows,
          notes: ['The training uses all cores: preset small, a lane a core and a batch worker.'],
        },
      ],
      describeMachine(['playwright-core']),
    );
  } finally {
    await served.close();
  }
} finally {
  rmSync(workspace, { recursive: true, force: true });
}

function row(where: string, milliseconds: readonly number[], aim: string): Cell[] {
  if (milliseconds.length !== KEYS) throw new Error(`${milliseconds.length} keys were heard`);
  return [where, ...[0.5, 0.95, 1].map(share => quantile(milliseconds, share)), aim];
}

async function typeProse(page: Page): Promise<number[]> {
  await page.getByText('To be written on.').first().dblclick();
  return type(page, PROSE);
}

async function typeYaml({ page, cell }: ServedPage): Promise<number[]> {
  await cell('typed').focus();
  await page.keyboard.press('Enter');
  return type(page, YAML);
}

/** Types at the end of the editor that has the focus; milliseconds of each key until after its frame. */
async function type(page: Page, words: string): Promise<number[]> {
  const text = words.repeat(Math.ceil(KEYS / words.length)).slice(0, KEYS);
  await page.locator('.cm-editor.cm-focused').waitFor();
  await page.keyboard.press('Control+End');
  await page.waitForTimeout(500);
  const before = await lengthOf(page);
  const recording = await page.evaluateHandle(() => {
    const milliseconds: number[] = [];
    const heard = ({ timeStamp }: KeyboardEvent) =>
      requestAnimationFrame(() => {
        // A message is delivered after this frame's layout and paint.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => milliseconds.push(performance.now() - timeStamp);
        port2.postMessage(null);
      });
    document.addEventListener('keydown', heard, true);
    return { milliseconds, end: () => document.removeEventListener('keydown', heard, true) };
  });
  for (const key of text) {
    await page.keyboard.press(key === '\n' ? 'Enter' : key);
    await page.waitForTimeout(delay);
  }
  if ((await lengthOf(page)) < before + KEYS / 2) throw new Error('what was typed is not there');
  const milliseconds = await recording.evaluate(({ milliseconds, end }) => {
    end();
    return milliseconds;
  });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  return milliseconds;
}

function lengthOf(page: Page): Promise<number> {
  return page
    .locator('.cm-editor.cm-focused .cm-content')
    .evaluate(each => each.textContent?.length ?? 0);
}
