import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { sha256Of, writeFileAtomic } from '../../base/files.js';
import type { NotebookDocument } from '../../notebook/document.js';

/**
 * Ids of a notebook's cells. One is never given twice, by no engine; the ids of the text as it was saved are
 * kept beside it, so that a window finds its cells again when the engine was started anew.
 */
export class CellIds {
  readonly #path: string;
  readonly #engine = randomBytes(4).toString('hex');
  #last = 0;

  constructor(outputsFolder: string) {
    this.#path = join(outputsFolder, 'cells.json');
  }

  next(): string {
    return `c${this.#engine}-${++this.#last}`;
  }

  /** The same cells with the ids that they had when this very text was saved. */
  async restore(text: string, document: NotebookDocument): Promise<NotebookDocument> {
    const kept = await this.#read();
    if (kept?.text !== sha256Of(text) || kept.ids.length !== document.blocks.length)
      return document;
    return {
      ...document,
      blocks: document.blocks.map((block, i) => ({ ...block, id: kept.ids[i] ?? block.id })),
    };
  }

  /** Where they cannot be written, the next engine gives new ones. */
  async keep(text: string, { blocks }: NotebookDocument): Promise<void> {
    const kept = { text: sha256Of(text), ids: blocks.map(({ id }) => id) };
    await writeFileAtomic(this.#path, JSON.stringify(kept)).catch(() => undefined);
  }

  async #read(): Promise<{ readonly text: string; readonly ids: readonly string[] } | undefined> {
    try {
      const kept: unknown = JSON.parse(await fs.readFile(this.#path, 'utf8'));
      const { text, ids } = kept as { text?: unknown; ids?: unknown };
      const isWhole =
        typeof text === 'string' && Array.isArray(ids) && new Set(ids).size === ids.length;
      return isWhole && ids.every(id => typeof id === 'string') ? { text, ids } : undefined;
    } catch {
      return undefined;
    }
  }
}
