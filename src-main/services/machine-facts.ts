import { promises as fs } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import type { MemoryFacts } from '../contract/workspace.js';
import type { ChosenDevice } from './jobs/chosen-device.js';
import type { RunJob } from './run-job.js';

/** Whether this process may write in the folder, as the file system says. */
export async function isWritable(folder: string): Promise<boolean> {
  return fs.access(folder, fs.constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Memory of the machine and of this engine, and the device of its jobs, which is tried once. */
export class MachineFacts {
  readonly #runJob: RunJob;
  #name: MemoryFacts['device'] = null;
  #chosen: Promise<ChosenDevice | undefined> | undefined;

  constructor(runJob: RunJob) {
    this.#runJob = runJob;
  }

  /** The device is null until it has been found out, by a compute process that the first call starts. */
  memory(): MemoryFacts {
    void this.device();
    const totalBytes = totalmem();
    return {
      usedBytes: totalBytes - freemem(),
      totalBytes,
      engineBytes: process.memoryUsage.rss(),
      device: this.#name,
    };
  }

  /** Undefined where none works: a job that needs one says why. */
  device(): Promise<ChosenDevice | undefined> {
    this.#chosen ??= this.#runJob('chosenDevice', {}, {}).then(
      chosen => {
        this.#name = chosen.name;
        return chosen;
      },
      () => undefined,
    );
    return this.#chosen;
  }
}
