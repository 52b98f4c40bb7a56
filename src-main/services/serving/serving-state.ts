import type { JobContext } from '../../base/progress.js';
import { openDevice } from '../../compute/devices.js';
import type { Device, DeviceName } from '../../compute/program.js';
import { type OpenDataset, openDataset } from '../../data/dataset.js';
import { PinLinkReader } from '../../data/pin-links.js';
import { openWorkspace, type Workspace } from '../../data/workspace.js';
import type { Phase } from '../../train/checkpoint.js';
import { runFolder } from '../../train/run-folder.js';
import { Lru } from './lru.js';
import { type WarmRun, warmRun } from './warm-run.js';
import { manifestPath, writtenAt } from './written-at.js';

/** Runs that are held ready at a time. */
const HELD_RUNS = 3;
const HELD_DATASETS = 3;

/** Which trained model answers. */
export interface RunPlace {
  readonly run: string;
  /** The refitted model by default, else that of the selection phase. */
  readonly phase?: Phase | undefined;
}

/** Where a data set stands: that of a run, or one by its name. */
export type DataPlace = RunPlace | { readonly dataset: string };

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

  /** Opened anew when its checkpoint was replaced, as by training on, or its data: CONFLICT then. */
  async run(place: RunPlace): Promise<WarmRun> {
    const phase = place.phase ?? 'final';
    const workspace = await this.workspace();
    const key = `${phase} ${place.run} ${await writtenAt(checkpointPath(workspace, place.run, phase))}`;
    const held = this.#runs.get(key);
    if (
      held &&
      held.dataWrittenAt === (await writtenAt(manifestPath(workspace, held.model.dataset)))
    )
      return held;
    this.#runs.delete(key);
    const { onNote } = this.#options;
    const opened = await warmRun(workspace, await this.#openedDevice(), place.run, phase, onNote);
    this.#runs.set(key, opened);
    return opened;
  }

  /** Opened anew when an import or a world replaced it. */
  async dataset(name: string): Promise<OpenDataset> {
    const workspace = await this.workspace();
    const key = `${name} ${await writtenAt(manifestPath(workspace, name))}`;
    const held = this.#datasets.get(key);
    if (held) return held;
    const opened = await openDataset(workspace, name);
    this.#datasets.set(key, opened);
    return opened;
  }

  async data(place: DataPlace): Promise<{ dataset: OpenDataset; run?: WarmRun }> {
    if (!('run' in place)) return { dataset: await this.dataset(place.dataset) };
    const run = await this.run(place);
    return { dataset: run.dataset, run };
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

/** The checkpoint that serves. */
function checkpointPath(workspace: Workspace, run: string, phase: Phase): string {
  const file = phase === 'selection' ? 'best.safetensors' : 'last.safetensors';
  return runFolder(workspace, run, phase, file);
}
