import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../base/errors.js';

/** What a notebook consists of on disk. */
interface NotebookPaths {
  readonly file: string;
  readonly outputs: string;
}

/**
 * Notebooks that were deleted: their files lie in `.removed` beside the others, each until one of its name
 * is deleted again, so that no text is lost; outputs stay with the last one alone.
 */
export class RemovedNotebooks {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = join(folder, '.removed');
  }

  /** False where there is no such notebook. */
  async take(name: string, { file, outputs }: NotebookPaths): Promise<boolean> {
    await fs.mkdir(this.#folder, { recursive: true });
    const kept = this.#pathsOf(name);
    const isThere = await fs.rename(file, kept.file).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return false;
        throw error;
      },
    );
    if (!isThere) return false;
    for (const entry of await fs.readdir(this.#folder))
      if (entry.endsWith('.outputs'))
        await fs.rm(join(this.#folder, entry), { recursive: true, force: true });
    // Without them its cells are computed again.
    await fs.rename(outputs, kept.outputs).catch(() => undefined);
    return true;
  }

  /** NOT_FOUND where none of this name was deleted. */
  async giveBack(name: string, { file, outputs }: NotebookPaths): Promise<void> {
    const kept = this.#pathsOf(name);
    await fs.rename(kept.file, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      throw new StudioError('NOT_FOUND', `no notebook "${name}" was deleted.`, {
        where: this.#folder,
        remedy: 'Deleted notebooks lie in this folder as Markdown files.',
      });
    });
    await fs.rename(kept.outputs, outputs).catch(() => undefined);
  }

  #pathsOf(name: string): NotebookPaths {
    return {
      file: join(this.#folder, `${name}.md`),
      outputs: join(this.#folder, `${name}.outputs`),
    };
  }
}
