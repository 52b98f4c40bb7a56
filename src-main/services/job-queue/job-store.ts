import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../base/files.js';
import type { JobRecord } from '../../contract/jobs.js';

/** A job as it is kept: what a window sees of it, and what it was asked for. */
export interface StoredJob {
  readonly version: 1;
  readonly record: JobRecord;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Jobs of a workspace, one JSON a job, so that an engine that died knows what it was doing. */
export class JobStore {
  readonly #folder: string;
  /** Writes of one job follow each other. */
  readonly #last = new Map<string, Promise<void>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Oldest first; files that cannot be read are left alone. */
  async read(): Promise<StoredJob[]> {
    const files = await fs.readdir(this.#folder).catch(() => []);
    const jobs = await Promise.all(
      files
        .filter(file => file.endsWith('.json'))
        .map(async file => {
          try {
            return JSON.parse(await fs.readFile(join(this.#folder, file), 'utf8')) as StoredJob;
          } catch {
            return undefined;
          }
        }),
    );
    return jobs
      .filter(job => job?.version === 1)
      .map(job => job as StoredJob)
      .sort((a, b) => a.record.createdAtMs - b.record.createdAtMs);
  }

  write(job: StoredJob): Promise<void> {
    return this.#after(job.record.id, () =>
      writeFileAtomic(this.#path(job.record.id), `${JSON.stringify(job, null, 1)}\n`),
    );
  }

  remove(id: string): Promise<void> {
    return this.#after(id, () => fs.rm(this.#path(id), { force: true }));
  }

  /** When all that was asked for so far is on disk. */
  async settled(): Promise<void> {
    await Promise.all(this.#last.values());
  }

  #after(id: string, work: () => Promise<void>): Promise<void> {
    const next = (this.#last.get(id) ?? Promise.resolve()).then(work).catch(() => undefined);
    this.#last.set(id, next);
    return next;
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}
