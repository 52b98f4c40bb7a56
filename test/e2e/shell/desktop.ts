import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { _electron, type ElectronApplication } from 'playwright-core';
import { type StudioPage, studioPage } from '../page/studio-page.js';
import { buildForRuntime, runtime } from './runtime.js';

/** The desktop app under a person's hands. */
export interface Desktop {
  /** The main process, as the driver reaches it. */
  readonly app: ElectronApplication;
  readonly studio: StudioPage;
  enginePid(): Promise<number>;
  /** Moves the window where that is given; tells where it stands. */
  place(bounds?: Electron.Rectangle): Promise<Electron.Rectangle | undefined>;
  /** Chooses Quit, and presses this button if it asks. Gives what was asked, message and detail; empty when it ended. */
  quit(press: 'Stop and Close' | 'Keep Running'): Promise<readonly string[]>;
  /** Settled with the exit code. */
  readonly ended: Promise<number | null>;
  readonly isOpen: boolean;
  kill(): void;
}

/** Longer than an engine may take to save. */
const QUITTING_MS = 15_000;

/** A display without a screen; `close` ends it. */
export async function virtualDisplay(): Promise<{ readonly name: string; close(): void }> {
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1440x900x24'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [number] = await once(server.stdout, 'data');
  return { name: `:${String(number).trim()}`, close: () => void server.kill() };
}

/** Starts the product's own main on a workspace; `home` keeps what the app remembers between starts. */
export async function startDesktop(
  display: string,
  home: string,
  workspace: string,
): Promise<Desktop> {
  await buildForRuntime('engine');
  const main = await buildForRuntime('app');
  const launch = () =>
    _electron.launch({
      executablePath: runtime,
      args: [
        ...['--no-sandbox', '--disable-gpu', `--user-data-dir=${home}`],
        ...[main, '--workspace', workspace],
      ],
      env: { ...process.env, DISPLAY: display, HOME: home, PROBE_NODE: process.execPath },
      timeout: 20_000,
    });
  // The driver does not always come to terms with a runtime as old as this one.
  const app: ElectronApplication = await launch().catch(launch);
  const child = app.process();
  let hasEnded = false;
  let answer: (asked: readonly string[]) => void = () => undefined;
  createInterface({ input: child.stdout! }).on('line', line => {
    if (!line.startsWith('{"asked":')) return;
    const { asked }: { asked: readonly string[] } = JSON.parse(line);
    answer(asked);
  });
  // All that it printed has been read when it closes.
  const ended = once(child, 'close').then(([code]) => {
    hasEnded = true;
    answer([]);
    return code as number | null;
  });
  return {
    app,
    studio: studioPage(await app.firstWindow()),
    enginePid: () =>
      app.evaluate(
        ({ app }) =>
          app.getAppMetrics().find(({ name }) => name === 'PinnerFormer engine')?.pid ?? 0,
      ),
    place: bounds =>
      app.evaluate(({ BrowserWindow }, wanted) => {
        const [window] = BrowserWindow.getAllWindows();
        if (wanted) window?.setBounds(wanted);
        return window?.getBounds();
      }, bounds),
    async quit(press) {
      await app.evaluate(({ dialog }, pressed) => {
        dialog.showMessageBoxSync = (...given: unknown[]) => {
          const {
            message,
            detail = '',
            buttons = [],
          } = given.at(-1) as Electron.MessageBoxSyncOptions;
          process.stdout.write(`\n${JSON.stringify({ asked: [message, detail] })}\n`);
          return buttons.indexOf(pressed);
        };
      }, press);
      const asked = new Promise<readonly string[]>(resolve => {
        answer = resolve;
      });
      child.kill('SIGUSR2');
      const neither = setTimeout(QUITTING_MS, undefined, { ref: false }).then(() => {
        throw new Error('The app was told to quit; it neither asked nor ended.');
      });
      return Promise.race([asked, neither]);
    },
    get isOpen() {
      return !hasEnded;
    },
    ended,
    kill: () => void child.kill('SIGKILL'),
  };
}
