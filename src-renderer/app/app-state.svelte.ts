import { createContext } from 'svelte';
import type { Workbench } from '../notebook/workbench.svelte.js';
import type { Jobs } from '../state/jobs.svelte.js';
import { isBoolean, isTextOrNull, readPreference, writePreference } from '../state/preferences.js';
import type { Studio } from '../state/studio.js';
import type { Theme } from '../state/theme.svelte.js';
import { Toasts } from '../widgets/toasts.svelte.js';

export const railViews = ['notebook', 'runs', 'data', 'models', 'index', 'jobs'] as const;
export type RailView = (typeof railViews)[number];

/** Below this the selection panel is a strip. */
const NARROW = '(max-width: 1180px)';

/** What one window shows: which view, which notebook, what is open on top. */
export class AppState {
  view = $state<RailView>('notebook');
  /** The open notebook; null shows the list. */
  notebook = $state<string | null>(null);
  /** How the reader stands in the open notebook; null while none is open. */
  bench = $state.raw<Workbench | null>(null);
  /** Shown in its view: a run, a data set, a job. */
  run = $state<string | null>(null);
  dataset = $state<string | null>(null);
  job = $state<string | null>(null);
  panelOpen = $state(readPreference('panel', isBoolean, true));
  /** Over the document, in a narrow window. */
  panelOver = $state(false);
  paletteOpen = $state(false);
  keysOpen = $state(false);
  /** The notebook whose new name is asked for. */
  renaming = $state<string | null>(null);
  /** How often a notebook was renamed here: lists of them ask anew. */
  renames = $state(0);
  /** Said to screen readers, politely; the last sentence counts. */
  said = $state('');
  readonly toasts = new Toasts();

  constructor(
    readonly studio: Studio,
    readonly jobs: Jobs,
    readonly theme: Theme,
    first: string | null,
  ) {
    this.notebook = first;
  }

  /** What was open in this workspace, as `firstNotebook` takes it. */
  static lastNotebook(workspaceFolder: string): string | null {
    return readPreference(`notebook.${workspaceFolder}`, isTextOrNull, null);
  }

  go(view: RailView): void {
    this.view = view;
  }

  openNotebook(name: string | null): void {
    this.notebook = name;
    this.view = 'notebook';
    writePreference(`notebook.${this.studio.facts.workspaceFolder}`, name ?? '');
  }

  /** Renames a notebook's file and stays in it where it is open; the way back is offered. */
  async renameNotebook(from: string, to: string): Promise<void> {
    const isOpen = this.notebook === from;
    // What is typed goes into the file before it moves.
    if (isOpen) await this.attempt(async () => this.bench?.notebook.flush());
    const made = await this.attempt(() => this.studio.client.notebooks.rename({ name: from, to }));
    if (!made) return;
    this.renames += 1;
    if (isOpen) {
      this.notebook = made.name;
      writePreference(`notebook.${this.studio.facts.workspaceFolder}`, made.name);
    }
    this.toasts.show(`Renamed to ${made.name}.`, {
      label: 'Undo',
      run: () => void this.renameNotebook(made.name, from),
    });
  }

  openRun(run: string): void {
    this.run = run;
    this.view = 'runs';
  }

  openDataset(dataset: string): void {
    this.dataset = dataset;
    this.view = 'data';
  }

  openJob(job: string): void {
    this.job = job;
    this.view = 'jobs';
  }

  /** Beside the document; where the window is too narrow for that, over it. */
  togglePanel(): void {
    if (matchMedia(NARROW).matches) {
      this.panelOver = !this.panelOver;
      return;
    }
    this.panelOpen = !this.panelOpen;
    writePreference('panel', this.panelOpen);
  }

  /** Jobs and back again. */
  toggleJobs(): void {
    this.view = this.view === 'jobs' ? 'notebook' : 'jobs';
  }

  announce(sentence: string): void {
    this.said = sentence;
  }

  /** Runs what may fail and tells of it; undefined when it did. */
  async attempt<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await work();
    } catch (error) {
      this.toasts.fail(error);
      return undefined;
    }
  }
}

export const [getApp, setApp] = createContext<AppState>();
