import type { NotebookEdit } from '../../contract/api.js';
import { isCellKind } from '../../contract/cells.js';
import { type Block, type NotebookDocument, PROSE } from '../../notebook/document.js';
import {
  deleteBlocks,
  freeName,
  insertBlocks,
  moveBlocks,
  newBlock,
  renameBlock,
  setSource,
} from '../../notebook/edits.js';
import { renameInText } from '../../notebook/references.js';
import { writeSetting } from '../../notebook/write-setting.js';
import { unknownCell } from './unknown-cell.js';

type DocumentEdit = Exclude<NotebookEdit, { kind: 'undo' | 'redo' | 'settle' }>;

export interface Edited {
  readonly document: NotebookDocument;
  /** Cells that were made or changed. */
  readonly cells: readonly string[];
}

/** One edit of a window, on the document as it is now. NOT_FOUND for a cell that is gone. */
export function applyEdit(
  document: NotebookDocument,
  edit: DocumentEdit,
  newId: () => string,
  parse: (markdown: string) => NotebookDocument,
): Edited {
  const blockOf = (id: string): Block => {
    const block = document.blocks.find(each => each.id === id);
    if (!block) throw unknownCell(id);
    return block;
  };
  switch (edit.kind) {
    case 'insert': {
      const name = edit.cellKind === PROSE ? null : freeName(document, edit.name ?? edit.cellKind);
      const block = newBlock(newId(), { kind: edit.cellKind, name, source: edit.source ?? '' });
      return { document: insertBlocks(document, edit.before, [block]), cells: [block.id] };
    }
    case 'source':
      return blockOf(edit.cell).source === edit.source
        ? { document, cells: [] }
        : { document: setSource(document, edit.cell, edit.source), cells: [edit.cell] };
    case 'settings': {
      let written = document;
      for (const cell of edit.cells) {
        const source = edit.settings.reduce(
          (text, { path, value }) => writeSetting(text, path, value),
          blockOf(cell).source,
        );
        written = setSource(written, cell, source);
      }
      return { document: written, cells: edit.cells };
    }
    case 'rename': {
      const { name } = blockOf(edit.cell);
      const renamed = renameBlock(document, edit.cell, edit.name);
      // Of two cells with one name the first is the one that others read.
      const isRead =
        name !== null && document.blocks.find(each => each.name === name)?.id === edit.cell;
      return {
        document: isRead ? withReferences(renamed, name, edit.name) : renamed,
        cells: [edit.cell],
      };
    }
    case 'kind': {
      const { source, name } = blockOf(edit.cell);
      const kind = edit.cellKind;
      const named = kind === PROSE ? null : (name ?? freeName(document, kind));
      const block = newBlock(edit.cell, { kind, name: named, source });
      const blocks = document.blocks.map(each =>
        each.id === edit.cell ? { ...block, gap: each.gap } : each,
      );
      return { document: { ...document, blocks }, cells: [edit.cell] };
    }
    case 'delete':
      return { document: deleteBlocks(document, edit.cells), cells: [] };
    case 'move':
      return { document: moveBlocks(document, edit.cells, edit.before), cells: edit.cells };
    case 'paste': {
      let taken = document;
      const blocks = parse(edit.markdown).blocks.map(block => {
        if (block.name === null) return block;
        const name = freeName(taken, block.name);
        const pasted = newBlock(block.id, { ...block, name });
        taken = { ...taken, blocks: [...taken.blocks, pasted] };
        return pasted;
      });
      return {
        document: insertBlocks(document, edit.before, blocks),
        cells: blocks.map(block => block.id),
      };
    }
  }
}

/** Whoever read a cell reads it under its new name. */
function withReferences(document: NotebookDocument, from: string, to: string): NotebookDocument {
  const blocks = document.blocks.map(block =>
    block.kind === PROSE || isCellKind(block.kind)
      ? { ...block, source: renameInText(block.kind, block.source, from, to) }
      : block,
  );
  return { ...document, blocks };
}
