import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../base/files.js';
import type { NotebookDocument } from '../../notebook/document.js';

const block = z.strictObject({
  id: z.string(),
  kind: z.string(),
  name: z.string().nullable(),
  source: z.string(),
  opening: z.string(),
  closing: z.string(),
  gap: z.string(),
});
const document = z.strictObject({ lead: z.string(), blocks: z.array(block) });
const unsettled = z.strictObject({
  version: z.literal(1),
  base: document,
  ours: document,
  contested: z.array(z.string()),
});

/** A notebook as it is here while its file may not hold all of it. */
export interface Unsettled {
  /** As the file had it. */
  readonly base: NotebookDocument;
  readonly ours: NotebookDocument;
  /** Ids of the cells of which the file keeps its own version until one is chosen. */
  readonly contested: readonly string[];
}

/** What the file of a notebook may not hold, beside the notebook, so that it outlives the engine's death. */
export class UnsettledFile {
  readonly #path: string;

  constructor(outputsFolder: string) {
    this.#path = join(outputsFolder, 'unsettled.json');
  }

  /** Undefined where there is none, or none that this version reads. */
  async read(): Promise<Unsettled | undefined> {
    const text = await fs.readFile(this.#path, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    try {
      return unsettled.parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  }

  /** UNAVAILABLE where it cannot be written. */
  async write(kept: Unsettled): Promise<void> {
    await writeFileAtomic(this.#path, JSON.stringify({ version: 1, ...kept }));
  }

  async remove(): Promise<void> {
    await fs.rm(this.#path, { force: true });
  }
}
