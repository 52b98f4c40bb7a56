import { type BrowserWindow, dialog, screen, type WebContents } from 'electron';
import { channels } from './channels.js';
import { EngineHost } from './engine-host.js';
import { JobWatch } from './job-watch.js';
import { onScreen, type ShellState } from './shell-state.js';
import { openWindow } from './window.js';

/** A workspace that is open: its window, its engine, and what its engine is doing. */
export interface OpenWorkspace {
  readonly folder: string;
  readonly window: BrowserWindow;
  readonly engine: EngineHost;
}

/** The open workspaces; each has one window and one engine, which end with one another. */
export class OpenWorkspaces {
  readonly #state: ShellState;
  readonly #open = new Map<string, OpenWorkspace>();
  readonly #closing = new Set<Promise<void>>();

  constructor(state: ShellState) {
    this.#state = state;
  }

  /** Opens the workspace's window, or brings it to the front. */
  open(folder: string): OpenWorkspace {
    const already = this.#open.get(folder);
    if (already) {
      bringToFront(already.window);
      return already;
    }
    const screens = screen.getAllDisplays().map(display => display.workArea);
    const window = openWindow(folder, onScreen(this.#state.boundsOf(folder), screens));
    const engine = new EngineHost(folder);
    const opened = { folder, window, engine };
    this.#open.set(folder, opened);
    this.#watch(opened);
    void this.#state.opened(folder);
    return opened;
  }

  /** The workspace whose page this is. */
  of(contents: WebContents): OpenWorkspace | undefined {
    return [...this.#open.values()].find(({ window }) => window.webContents === contents);
  }

  /** The window that has the focus, else the latest. */
  get front(): OpenWorkspace | undefined {
    const all = [...this.#open.values()];
    return all.find(({ window }) => window.isFocused()) ?? all.at(-1);
  }

  /** Closes every window without asking, as a signal from the terminal means it. */
  closeAll(): void {
    for (const { folder, window } of [...this.#open.values()]) {
      this.#remember(folder, window);
      window.destroy();
    }
  }

  /** True while an engine still saves, or the place of its window. */
  get isClosing(): boolean {
    return this.#closing.size > 0;
  }

  async closed(): Promise<void> {
    await Promise.all(this.#closing);
  }

  #watch({ folder, window, engine }: OpenWorkspace): void {
    const jobs = new JobWatch(engine, {
      isFocused: () => !window.isDestroyed() && window.isFocused(),
      focus: () => bringToFront(window),
    });
    engine.onLost(() => {
      if (!window.isDestroyed()) window.webContents.send(channels.engineLost);
    });
    window.on('close', event => {
      if (!mayClose(window, jobs.underWay)) {
        event.preventDefault();
        return;
      }
      this.#remember(folder, window);
    });
    window.once('closed', () => {
      this.#open.delete(folder);
      jobs.close();
      this.#finish(engine.close());
    });
  }

  #remember(folder: string, window: BrowserWindow): void {
    this.#finish(this.#state.moved(folder, window.getNormalBounds()));
  }

  /** The app ends no sooner than this. */
  #finish(work: Promise<void>): void {
    const closing = work.finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}

/** Asks when jobs run: they would stop here and go on the next time. */
function mayClose(window: BrowserWindow, underWay: readonly string[]): boolean {
  if (underWay.length === 0) return true;
  const [first] = underWay;
  const message = underWay.length === 1 ? `${first} is running.` : `${underWay.length} jobs run.`;
  const answer = dialog.showMessageBoxSync(window, {
    type: 'question',
    message,
    detail: 'Closing stops them where they are; they can go on when the workspace is opened again.',
    buttons: ['Stop and Close', 'Keep Running'],
    defaultId: 1,
    cancelId: 1,
  });
  return answer === 0;
}

function bringToFront(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}
