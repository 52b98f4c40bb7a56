import { promises as fs } from 'node:fs';
import type { JobContext } from '../../base/progress.js';
import { openDevice } from '../../compute/devices.js';
import type { Device, DeviceName } from '../../compute/program.js';
import { type OpenDataset, openDataset } from '../../data/dataset.js';
import { PinLinkReader } from '../../data/pin-links.js';
import { openWorkspace, type Workspace } from '../../data/workspace.js';
import type { Phase } from '../../train/checkpoint.js';
import { Lru } from './lru.js';
import { type WarmRun, warmRun } from './warm-run.js';

/** Runs that are held ready at a time. */
const HELD_RUNS = 3;
const HELD_DATASETS = 3;

/** Which trained model answers. */
export interface RunPlace {
  readonly run: string;
  /** The refitted model by default, else that of the selection phase. */
  readonly phase?: Phase | undefined;
}

export interface ServingOptions {
  readonly workspaceFolder: string;
  readonly device: DeviceName | 'auto';
  readonly threads: number;
  readonly onNote?: JobContext['onNote'];
}

/** What a serving process holds between requests: one device, a few runs, data sets by name, links. */
export class ServingState {
  readonly links = new PinLinkReader();
  readonly #options: ServingOptions;
  #workspace: Promise<Workspace> | undefined;
  #device: Promise<Device> | undefined;
  readonly #runs = new Lru<string, WarmRun>(HELD_RUNS, run => run.dispose());
  readonly #datasets = new Lru<string, OpenDataset>(HELD_DATASETS);

  constructor(options: ServingOptions) {
    this.#options = options;
  }

  workspace(): Promise<Workspace> {
    this.#workspace ??= openWorkspace(this.#options.workspaceFolder);
    this.#workspace.catch(() => {
      this.#workspace = undefined;
    });
    return this.#workspace;
  }

  /** Opened anew when the checkpoint of its name was replaced, as by training on. */
  async run(place: RunPlace): Promise<WarmRun> {
    const phase = place.phase ?? 'final';
    const workspace = await this.workspace();
    const key = `${phase} ${place.run} ${await checkpointTime(workspace, place.run, phase)}`;
    const held = this.#runs.get(key);
    if (held) return held;
    const { onNote } = this.#options;
    const opened = await warmRun(workspace, await this.#openedDevice(), place.run, phase, onNote);
    this.#runs.set(key, opened);
    return opened;
  }

  async dataset(name: string): Promise<OpenDataset> {
    const held = this.#datasets.get(name);
    if (held) return held;
    const opened = await openDataset(await this.workspace(), name);
    this.#datasets.set(name, opened);
    return opened;
  }

  #openedDevice(): Promise<Device> {
    const { device, threads, onNote } = this.#options;
    this.#device ??= openDevice(device, { threads, ...(onNote ? { onNote } : {}) });
    this.#device.catch(() => {
      this.#device = undefined;
    });
    return this.#device;
  }
}

/** When the checkpoint that serves was written; 0 where there is none, which opening it will tell. */
async function checkpointTime(workspace: Workspace, run: string, phase: Phase): Promise<number> {
  const file = phase === 'selection' ? 'best.safetensors' : 'last.safetensors';
  const found = await fs.stat(workspace.path('runs', run, phase, file)).catch(() => undefined);
  return found?.mtimeMs ?? 0;
}
