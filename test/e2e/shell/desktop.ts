import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { _electron, type ElectronApplication } from 'playwright-core';
import { type StudioPage, studioPage } from '../page/studio-page.js';
import { buildForRuntime, runtime } from './runtime.js';

/** The desktop app under a person's hands. */
export interface Desktop {
  readonly studio: StudioPage;
  enginePid(): Promise<number>;
  /** Chooses Quit, and presses this button if it asks. Gives what was asked: message and detail. */
  quit(press: 'Stop and Close' | 'Keep Running'): Promise<readonly string[]>;
  /** Settled with the exit code. */
  readonly ended: Promise<number | null>;
  kill(): void;
}

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
  return {
    studio: studioPage(await app.firstWindow()),
    enginePid: () =>
      app.evaluate(
        ({ app }) =>
          app.getAppMetrics().find(({ name }) => name === 'PinnerFormer engine')?.pid ?? 0,
      ),
    quit: press =>
      app.evaluate(
        ({ app, dialog }, pressed) =>
          new Promise<string[]>(resolve => {
            dialog.showMessageBoxSync = (...given: unknown[]) => {
              const {
                message,
                detail = '',
                buttons = [],
              } = given.at(-1) as Electron.MessageBoxSyncOptions;
              resolve([message, detail]);
              return buttons.indexOf(pressed);
            };
            app.once('before-quit', () => setTimeout(() => resolve([]), 1000));
            // The answer of this call goes out before the app does.
            setTimeout(() => app.quit(), 0);
          }),
        press,
      ),
    ended: once(child, 'close').then(([code]) => code as number | null),
    kill: () => void child.kill('SIGKILL'),
  };
}
