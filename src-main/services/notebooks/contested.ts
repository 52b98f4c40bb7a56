import type { NotebookView } from '../../contract/notebook.js';
import { type Block, type NotebookDocument, printBlocks } from '../../notebook/document.js';
import { isSameCell } from '../../notebook/merge.js';

/** Which version of a contested cell stays: ours, the file's, or both one after the other. */
export type Keep = 'ours' | 'theirs' | 'both';

/** Cells that were changed here and in the file, with the file's version, until one is chosen. */
export class Contested {
  readonly #theirs = new Map<string, Block>();

  get views(): NotebookView['conflicts'] {
    if (this.#theirs.size === 0) return undefined;
    return [...this.#theirs].map(([cell, block]) => ({ cell, theirs: printBlocks([block]) }));
  }

  get cells(): readonly string[] {
    return [...this.#theirs.keys()];
  }

  add(theirs: readonly Block[]): void {
    for (const block of theirs) this.#theirs.set(block.id, block);
  }

  /** The file was written anew: nothing is contested of which it has our version now, or none. */
  retake(ours: NotebookDocument, file: NotebookDocument): void {
    for (const id of this.cells) {
      const [mine, theirs] = [ours, file].map(({ blocks }) => blocks.find(each => each.id === id));
      if (!theirs || (mine && isSameCell(mine, theirs))) this.#theirs.delete(id);
      else this.#theirs.set(id, theirs);
    }
  }

  /** What the file may hold meanwhile: its own version of these cells, and everything else as it is here. */
  asWritten(document: NotebookDocument): NotebookDocument {
    if (this.#theirs.size === 0) return document;
    return {
      ...document,
      blocks: document.blocks.map(block => this.#theirs.get(block.id) ?? block),
    };
  }

  /** The document after the choice for one cell, or for all; `copy` makes a cell of its own of theirs. */
  settle(
    document: NotebookDocument,
    keep: Keep,
    cell: string | undefined,
    copy: (theirs: Block) => Block,
  ): NotebookDocument {
    const blocks = document.blocks.flatMap(block => {
      const theirs = this.#theirs.get(block.id);
      if (!theirs || (cell !== undefined && cell !== block.id)) return [block];
      this.#theirs.delete(block.id);
      if (keep === 'ours') return [block];
      return keep === 'theirs' ? [theirs] : [block, copy(theirs)];
    });
    return { ...document, blocks };
  }

  /** A contested cell that an edit deleted gives its place to the file's version, so that this is not lost. */
  afterEdit(before: NotebookDocument, document: NotebookDocument): NotebookDocument {
    const blocks = [...document.blocks];
    const placeOf = (id: string) => blocks.findIndex(block => block.id === id);
    for (const [id, theirs] of this.#theirs) {
      if (placeOf(id) >= 0) continue;
      this.#theirs.delete(id);
      const ahead = before.blocks.slice(
        0,
        before.blocks.findIndex(block => block.id === id),
      );
      const last = ahead.reverse().find(block => placeOf(block.id) >= 0);
      blocks.splice(last ? placeOf(last.id) + 1 : 0, 0, theirs);
    }
    return blocks.length === document.blocks.length ? document : { ...document, blocks };
  }
}
