import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type StudioPage, write } from '../page/studio-page.js';
import { LONG_TRAINING_CELL, makeTinyWorld, trainTiny } from '../tiny-run.js';
import { type Desktop, startDesktop, virtualDisplay } from './desktop.js';
import { haveElectron, testInElectron } from './runtime.js';

const NOTEBOOK = `# A day

To be written on.

\`\`\`simulate #cadences
runs: [tiny]
\`\`\`

\`\`\`timeline #life
run: tiny
\`\`\`

\`\`\`attention #attends
run: tiny
\`\`\`

\`\`\`retrieve #found
run: tiny
\`\`\`

${LONG_TRAINING_CELL}`;

/**
 * What a person does with the desktop app from one morning to the next. The app stays open from test to
 * test; one that failed takes it along, and the next begins with another.
 */
export function workingDay(): void {
  let home = '';
  let workspace = '';
  let display: Awaited<ReturnType<typeof virtualDisplay>>;
  let desktop: Desktop;
  const studio = (): StudioPage => desktop.studio;
  const jobs = () => studio().page.getByRole('region', { name: 'Jobs' });
  const resume = () => jobs().getByRole('button', { name: 'Resume' });
  const run = (name: string) =>
    studio().cell(name).getByRole('button', { name: 'Run', exact: true }).first().click();
  const start = async () => {
    desktop = await startDesktop(display.name, home, workspace);
    await studio().page.getByRole('heading', { name: 'A day' }).waitFor();
  };
  /** Runs the long training, or goes on with what a failure left of it. */
  const train = async () => {
    const cell = await studio().see('long');
    if ((await cell.getAttribute('data-state')) !== 'running') await run('long');
    await studio().until('running', ['long']);
  };
  /** Waits for words of the jobs; says what stands there when they do not come. */
  const jobsSay = (words: RegExp) =>
    jobs()
      .getByText(words)
      .first()
      .waitFor()
      .catch(async error => {
        const state = await studio().cell('long').getAttribute('data-state');
        throw new Error(`not ${words}: long ${state}, jobs ${await jobs().innerText()}`, {
          cause: error,
        });
      });
  /** Past a few of the thirty checkpoints. */
  const pastCheckpoints = () => jobsSay(/([5-9]|\d\d)(\.\d)?\s%/);

  beforeAll(async () => {
    if (!haveElectron) return;
    home = await mkdtemp(join(tmpdir(), 'pinnerformer-shell-'));
    workspace = join(home, 'workspace');
    await makeTinyWorld(workspace);
    await trainTiny(workspace, 'tiny');
    await mkdir(join(workspace, 'notebooks'), { recursive: true });
    await writeFile(join(workspace, 'notebooks', 'day.md'), NOTEBOOK);
    display = await virtualDisplay();
  }, 90_000);
  beforeEach(async () => {
    if (haveElectron && !desktop?.isOpen) await start();
  }, 60_000);
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || !desktop) return;
    desktop.kill();
    await desktop.ended;
  });
  afterAll(async () => {
    desktop?.kill();
    display?.close();
    if (home) await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  testInElectron('a cell of the desktop app runs in its own processes', async () => {
    await run('cadences');
    await studio().until('fresh', ['cadences', 'life', 'attends', 'found']);
    await (await studio().see('cadences')).getByText(/UTC/).first().waitFor();
    expect(studio().problems).toEqual([]);
  });

  testInElectron(
    'an engine that is killed under the window comes back, and a training goes on from its checkpoint',
    async () => {
      await train();
      await pastCheckpoints();
      const killed = await desktop.enginePid();
      process.kill(killed, 'SIGKILL');
      await jobsSay(/^interrupted/);
      expect(await desktop.enginePid()).not.toBe(killed);
      await resume().click();
      await studio().until('running', ['long']);
    },
    60_000,
  );

  testInElectron(
    'quitting asks while a training runs, and what runs goes on when the app is started again',
    async () => {
      await train();
      const place = { x: 40, y: 30, width: 1380, height: 840 };
      const question = [
        expect.stringMatching(/^train long-\w+ on world is running\.$/),
        expect.stringContaining('can go on when the workspace is opened again'),
      ];
      expect(await desktop.quit('Keep Running')).toEqual(question);
      await studio().until('running', ['long']);
      await write(studio(), 'To be written on.', ' Last words.');
      await desktop.place(place);
      expect(await desktop.quit('Stop and Close')).toEqual(question);
      expect(await desktop.ended).toBe(0);
      expect(await readFile(join(workspace, 'notebooks', 'day.md'), 'utf8')).toBe(
        NOTEBOOK.replace('To be written on.', 'To be written on. Last words.'),
      );
      await start();
      expect(await desktop.place()).toEqual(place);
      await studio().page.getByText('To be written on. Last words.').waitFor();
      await jobsSay(/^interrupted/);
      await resume().click();
      await studio().until('running', ['long']);
      await studio().until('fresh', ['long'], 60_000);
    },
    90_000,
  );

  testInElectron('the playhead is moved by keys, and the retrieved pins go along', async () => {
    const { page, cell, see, until } = studio();
    await until('fresh', ['life', 'found']);
    const selection = page.getByRole('complementary', { name: 'Selection' });
    await selection.getByText(/^Shown first/).waitFor();
    await selection.getByRole('button', { name: 'Choose another user' }).click();
    await selection
      .getByRole('button', { name: /actions, .* positive/ })
      .first()
      .click();
    const playhead = cell('life').getByRole('slider', { name: 'Playhead' });
    const found = (await see('found')).getByRole('region', { name: /realtime/ });
    await found.getByRole('listitem').first().waitFor();
    await playhead.focus();
    const moment = await playhead.getAttribute('aria-valuetext');
    const before = await found.innerText();
    const pressed = async (key: string) => {
      await page.keyboard.press(key);
      return found.innerText();
    };
    await expect
      .poll(() => pressed('ArrowLeft'), { timeout: 20_000, interval: 500 })
      .not.toBe(before);
    expect(await playhead.getAttribute('aria-valuetext')).not.toBe(moment);
    for (let i = 0; i < 60; i++)
      if ((await playhead.getAttribute('aria-valuetext')) !== moment) await pressed('.');
    await expect.poll(() => found.innerText(), { timeout: 20_000 }).toBe(before);
  });
}
