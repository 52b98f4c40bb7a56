import type { NotebookDocument } from './document.js';

/** Edits of one cell's text that follow each other this soon are undone together. */
const TYPING_MS = 1000;
/** Documents kept for undo; they share all blocks that did not change. */
const MOST = 500;

/** Undo and redo over whole documents, which are immutable and share their blocks. */
export class History {
  #undo: NotebookDocument[] = [];
  #redo: NotebookDocument[] = [];
  #typing: { readonly cell: string; readonly atMs: number } | undefined;

  get canUndo(): boolean {
    return this.#undo.length > 0;
  }

  get canRedo(): boolean {
    return this.#redo.length > 0;
  }

  /** Remembers the document before an edit; `typedIn` is the cell whose text it changes. */
  remember(before: NotebookDocument, nowMs: number, typedIn?: string): void {
    const typing = this.#typing;
    const goesOn =
      typing !== undefined && typing.cell === typedIn && nowMs - typing.atMs < TYPING_MS;
    this.#typing = typedIn === undefined ? undefined : { cell: typedIn, atMs: nowMs };
    this.#redo = [];
    if (goesOn) return;
    this.#undo.push(before);
    if (this.#undo.length > MOST) this.#undo.shift();
  }

  /** The document before the last edit; undefined when there is none. */
  undo(now: NotebookDocument): NotebookDocument | undefined {
    return this.#step(this.#undo, this.#redo, now);
  }

  redo(now: NotebookDocument): NotebookDocument | undefined {
    return this.#step(this.#redo, this.#undo, now);
  }

  #step(
    from: NotebookDocument[],
    to: NotebookDocument[],
    now: NotebookDocument,
  ): NotebookDocument | undefined {
    const document = from.pop();
    if (!document) return undefined;
    this.#typing = undefined;
    to.push(now);
    return document;
  }
}
