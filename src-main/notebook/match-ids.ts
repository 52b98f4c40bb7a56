import type { Block, NotebookDocument } from './document.js';

/**
 * Gives the blocks of a file that was read again the ids that they had: the same name and kind first,
 * then equal text, then the same place and kind. What is left is new.
 */
export function keepIds(was: NotebookDocument, is: NotebookDocument): NotebookDocument {
  const free = new Set(was.blocks);
  const ids = new Map<Block, string>();
  const match = (same: (old: Block, block: Block, index: number) => boolean) => {
    is.blocks.forEach((block, index) => {
      if (ids.has(block)) return;
      for (const old of free)
        if (same(old, block, index)) {
          ids.set(block, old.id);
          free.delete(old);
          return;
        }
    });
  };
  match((old, block) => block.name !== null && old.name === block.name && old.kind === block.kind);
  match((old, block) => old.kind === block.kind && old.source === block.source);
  match((old, block, index) => was.blocks[index] === old && old.kind === block.kind);
  return {
    ...is,
    blocks: is.blocks.map(block => ({ ...block, id: ids.get(block) ?? block.id })),
  };
}
