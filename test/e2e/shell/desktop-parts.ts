import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { studioPage } from '../page/studio-page.js';
import { LONG_TRAINING_CELL, makeTinyWorld } from '../tiny-run.js';
import { type Desktop, startDesktop, virtualDisplay } from './desktop.js';
import { isThere } from './is-there.js';
import {
  answerDialogs,
  askedOfDialogs,
  choose,
  clickNotification,
  computeProcessesOf,
  enginesOf,
  keepNotifications,
  shownNotifications,
} from './native.js';
import { haveElectron, testInElectron } from './runtime.js';

const NOTEBOOK = `# Parts\n\n${LONG_TRAINING_CELL.replace('steps: 600', 'steps: 20')}`;
const LOG = Array.from(
  { length: 60 },
  (_, i) => `u${i % 6},p${i % 10},2020-01-${String((i % 28) + 1).padStart(2, '0')}\n`,
).join('');
/** A job that ran so long is worth a notification. */
const LONG_MS = 20_000;

/** Dialogs, windows and notifications, where nothing of the page could stand in for them. */
export function desktopParts(): void {
  let home = '';
  let workspace = '';
  let display: Awaited<ReturnType<typeof virtualDisplay>>;
  let desktop: Desktop;

  beforeAll(async () => {
    if (!haveElectron) return;
    home = await mkdtemp(join(tmpdir(), 'pinnerformer-shell-'));
    workspace = join(home, 'workspace');
    await makeTinyWorld(workspace);
    await mkdir(join(workspace, 'notebooks'), { recursive: true });
    await writeFile(join(workspace, 'notebooks', 'parts.md'), NOTEBOOK);
    await writeFile(join(home, 'visits.csv'), `user,pin,time\n${LOG}`);
    display = await virtualDisplay();
  }, 60_000);
  beforeEach(async () => {
    if (!haveElectron || desktop?.isOpen) return;
    desktop = await startDesktop(display.name, home, workspace);
    await desktop.studio.page.getByRole('heading', { name: 'Parts' }).waitFor();
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

  testInElectron(
    'a long job that ends while the window has no focus is told of by a notification',
    async () => {
      const { app, studio } = desktop;
      const isFocused = () =>
        app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFocused());
      await keepNotifications(app);
      await studio.cell('long').getByRole('button', { name: 'Run', exact: true }).first().click();
      await studio.until('running', ['long']);
      const began = Date.now();
      const [engine = 0] = await enginesOf(app);
      await expect.poll(() => computeProcessesOf(engine).length).toBe(1);
      const [compute = 0] = computeProcessesOf(engine);
      process.kill(compute, 'SIGSTOP');
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
      await setTimeout(began + LONG_MS - Date.now());
      process.kill(compute, 'SIGCONT');
      await studio.until('fresh', ['long']);
      await expect
        .poll(() => shownNotifications(app))
        .toEqual([expect.stringMatching(/^Done: train long-\w+ on world$/)]);
      expect(await isFocused()).toBe(false);
      await clickNotification(app);
      await expect.poll(isFocused).toBe(true);
    },
    90_000,
  );

  testInElectron(
    'files chosen in the menu’s dialog are looked at in the form of an import',
    async () => {
      const { app, studio } = desktop;
      await answerDialogs(app, []);
      await choose(app, 'Import Files…');
      await expect
        .poll(() => askedOfDialogs(app))
        .toMatchObject([{ properties: ['openFile', 'multiSelections'] }]);
      await studio.page.getByRole('heading', { name: 'Parts' }).waitFor();
      await answerDialogs(app, [join(home, 'visits.csv')]);
      await choose(app, 'Import Files…');
      await studio.page.getByRole('heading', { name: 'daily embedding cost on visits' }).waitFor();
      await studio.cell('data').getByText('would be rejected').waitFor();
      await studio.command('parts');
      await studio.page.getByRole('heading', { name: 'Parts' }).waitFor();
    },
  );

  testInElectron(
    'a workspace chosen in the dialog has a window and an engine of its own, and ends with its window',
    async () => {
      const { app } = desktop;
      const other = join(home, 'other');
      await mkdir(other, { recursive: true });
      const before = await enginesOf(app);
      await answerDialogs(app, [other]);
      const opening = app.waitForEvent('window');
      await choose(app, 'Open Workspace…');
      const second = studioPage(await opening);
      await second.page.getByRole('banner').getByText('other', { exact: true }).waitFor();
      await second.page.getByRole('heading', { name: 'daily embedding cost' }).waitFor();
      await choose(app, 'Open Workspace…');
      expect(app.windows().length).toBe(2);
      const own = (await enginesOf(app)).filter(pid => !before.includes(pid));
      expect([before.length, own.length]).toEqual([1, 1]);
      // Even one that does not answer any more.
      process.kill(own[0]!, 'SIGSTOP');
      await second.page.close();
      await expect.poll(() => isThere(own[0]!), { timeout: 15_000 }).toBe(false);
      expect(await enginesOf(app)).toEqual(before);
    },
    60_000,
  );

  testInElectron(
    'an engine that stands still is missed in the window, until it goes on',
    async () => {
      const { app, studio } = desktop;
      const silent = studio.page.getByText('The engine has not answered for a while.');
      const [engine = 0] = await enginesOf(app);
      process.kill(engine, 'SIGSTOP');
      await silent.waitFor();
      await studio.page.getByText('close the window and open the workspace again').waitFor();
      process.kill(engine, 'SIGCONT');
      await silent.waitFor({ state: 'detached' });
    },
  );
}
