import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { writeFileAtomic } from '../../base/files.js';
import type { Provenance } from '../../contract/notebook.js';

/** An output as it is kept: typed arrays keep their type. */
export interface Snapshot {
  readonly version: 1;
  readonly kind: string;
  readonly value: unknown;
  readonly provenance: Provenance;
}

/** Which output each named cell showed last, so that a reopened notebook can say what changed. */
export type ShownKeys = Readonly<
  Record<
    string,
    {
      readonly key: string;
      readonly config: unknown;
      /** What cells of its kind meant when it was computed. */
      readonly semanticsVersion?: number;
      readonly provenance: Provenance;
    }
  >
>;

/** Outputs beyond this are forgotten, those used longest ago first. */
const MOST_BYTES = 2 ** 30;

/** Outputs of a notebook's cells: a folder beside it, one file a key, each written whole. */
export class Snapshots {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keys that have an output. */
  async keys(): Promise<Set<string>> {
    const files = await fs.readdir(this.#folder).catch(() => []);
    return new Set(files.filter(file => file.endsWith('.out')).map(file => file.slice(0, -4)));
  }

  /** Undefined where there is none, or where it cannot be read any more. */
  async read(key: string): Promise<Snapshot | undefined> {
    const path = this.#path(key);
    try {
      // Written by `write` below; another version is not read.
      const snapshot = deserialize(await fs.readFile(path)) as Snapshot;
      if (snapshot.version !== 1) return undefined;
      await fs.utimes(path, new Date(), new Date()).catch(() => undefined);
      return snapshot;
    } catch {
      return undefined;
    }
  }

  async write(key: string, snapshot: Snapshot): Promise<void> {
    await writeFileAtomic(this.#path(key), serialize(snapshot));
  }

  async shown(): Promise<ShownKeys> {
    const text = await fs.readFile(join(this.#folder, 'shown.json'), 'utf8').catch(() => '{}');
    try {
      return JSON.parse(text) as ShownKeys;
    } catch {
      return {};
    }
  }

  async writeShown(shown: ShownKeys): Promise<void> {
    await writeFileAtomic(join(this.#folder, 'shown.json'), `${JSON.stringify(shown, null, 1)}\n`);
  }

  /** Forgets outputs until they fit; `kept` are never among them. */
  async prune(kept: ReadonlySet<string>, mostBytes = MOST_BYTES): Promise<void> {
    const all = await Promise.all(
      [...(await this.keys())].map(async key => {
        const { size, mtimeMs } = await fs.stat(this.#path(key));
        return { key, size, mtimeMs };
      }),
    );
    let bytes = all.reduce((sum, { size }) => sum + size, 0);
    for (const { key, size } of all.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (bytes <= mostBytes) return;
      if (kept.has(key)) continue;
      await fs.rm(this.#path(key), { force: true });
      bytes -= size;
    }
  }

  #path(key: string): string {
    return join(this.#folder, `${key}.out`);
  }
}
