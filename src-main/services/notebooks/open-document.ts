import { badInput } from '../../base/errors.js';
import type { NotebookEdit } from '../../contract/api.js';
import { isCellKind } from '../../contract/cells.js';
import type { NotebookView, Problem } from '../../contract/notebook.js';
import { type Block, type NotebookDocument, parseNotebook } from '../../notebook/document.js';
import { freeName, newBlock } from '../../notebook/edits.js';
import { type ReadFile, whyReadOnly } from '../../notebook/file-problems.js';
import { History } from '../../notebook/history.js';
import { keepIds } from '../../notebook/match-ids.js';
import { mergeNotebooks } from '../../notebook/merge.js';
import { applyEdit } from './apply-edit.js';
import { CellIds } from './cell-ids.js';
import { Contested, type Keep } from './contested.js';
import { NotebookFile } from './notebook-file.js';
import { type Unsettled, UnsettledFile } from './unsettled-file.js';

export interface OpenDocumentOptions {
  readonly path: string;
  readonly outputsFolder: string;
  readonly now: () => number;
  /** Whether it is saved has changed. */
  readonly onState: () => void;
  readonly onChanged: () => void;
  readonly onRenamed: (from: string, to: string) => void;
}

/** The document of an open notebook: its edits with undo, its file, and what others write into that. */
export class OpenDocument {
  readonly #options: OpenDocumentOptions;
  readonly #file: NotebookFile;
  readonly #ids: CellIds;
  readonly #history = new History();
  #document: NotebookDocument = { lead: '', blocks: [] };
  #readOnly: Problem | undefined;
  readonly #contested = new Contested();
  readonly #unsettled: UnsettledFile;
  /** What an engine that died has left to settle, until the file may be written. */
  #left: Unsettled | undefined;

  constructor(options: OpenDocumentOptions) {
    this.#options = options;
    this.#ids = new CellIds(options.outputsFolder);
    this.#unsettled = new UnsettledFile(options.outputsFolder);
    this.#file = new NotebookFile(options.path, {
      onState: options.onState,
      onSaving: () => this.#keepUnsettled(),
      onSaved: (text, document) => this.#onSaved(text, document),
      onOutsideChange: file => this.#takeOutsideChange(file),
    });
  }

  async open(): Promise<void> {
    const file = await this.#file.open();
    this.#left = await this.#unsettled.read();
    const parsed = this.#parse(file.text);
    const restored = await this.#ids.restore(file.text, parsed);
    const isOther = restored === parsed && this.#left !== undefined;
    this.#document = isOther ? keepIds(this.#left!.base, parsed) : restored;
    await this.#ids.keep(file.text, this.#document);
    this.#takeFile(this.#document, file);
    this.#takeLeft();
  }

  get current(): NotebookDocument {
    return this.#document;
  }

  get readOnly(): Problem | undefined {
    return this.#readOnly;
  }

  /** What a window shows of it beside the cells. */
  get facts(): Pick<
    NotebookView,
    'saved' | 'savedAtMs' | 'saveError' | 'readOnly' | 'canUndo' | 'canRedo' | 'conflicts'
  > {
    return {
      readOnly: this.#readOnly !== undefined,
      ...this.#file.facts,
      canUndo: this.#history.canUndo,
      canRedo: this.#history.canRedo,
      conflicts: this.#contested.views,
    };
  }

  /** The name by which a cell's outputs are kept; of two cells with one name the first has it. */
  nameOf(id: string): string {
    const { blocks } = this.#document;
    const name = blocks.find(block => block.id === id)?.name ?? null;
    return name !== null && blocks.find(block => block.name === name)?.id === id ? name : id;
  }

  /** Applies an edit; gives the ids of the cells that it made or changed. */
  edit(edit: NotebookEdit): readonly string[] {
    this.refuseIfReadOnly();
    if (edit.kind === 'settle') return this.#settle(edit.keep, edit.cell);
    const before = this.#document;
    const next =
      edit.kind === 'undo' || edit.kind === 'redo'
        ? { document: this.#history[edit.kind](before) ?? before, cells: [] }
        : applyEdit(
            before,
            edit,
            () => this.#ids.next(),
            text => this.#parse(text),
          );
    if (next.document === before) return next.cells;
    if (edit.kind !== 'undo' && edit.kind !== 'redo')
      this.#remember(edit.kind === 'source' ? edit.cell : undefined);
    const from = edit.kind === 'rename' ? this.nameOf(edit.cell) : '';
    this.#document = this.#contested.afterEdit(before, next.document);
    const to = next.document.blocks.find(
      ({ id }) => edit.kind === 'rename' && id === edit.cell,
    )?.name;
    if (to) this.#options.onRenamed(from, to);
    this.#file.save(this.#written);
    this.#options.onChanged();
    return next.cells;
  }

  refuseIfReadOnly(): void {
    if (this.#readOnly)
      throw badInput(this.#readOnly.message, {
        where: `${this.#options.path}, line ${this.#readOnly.line}`,
        remedy: this.#readOnly.remedy ?? '',
      });
  }

  /** Writes what is unsaved at once. */
  async save(): Promise<void> {
    await this.#file.flush(this.#written);
  }

  /** Of cells that are still contested both versions are kept: in the file, where it may be written. */
  async close(): Promise<void> {
    await this.#file.stop();
    do {
      if (this.#contested.views && !this.#readOnly) this.#settle('both');
      await this.#file.flush(this.#written);
      // Writing may have met a change by others, which is taken in now.
    } while (this.#file.state === 'unsaved' && !this.#readOnly);
  }

  get #written(): NotebookDocument {
    return this.#contested.asWritten(this.#document);
  }

  #parse(text: string): NotebookDocument {
    return parseNotebook(text, isCellKind, () => this.#ids.next());
  }

  #remember(typedIn?: string): void {
    this.#history.remember(this.#document, this.#options.now(), typedIn);
  }

  /** Merges the file as somebody else wrote it, by cell; where both changed a cell the reader chooses. */
  #takeOutsideChange(file: ReadFile): void {
    const theirs = keepIds(this.#file.base, this.#parse(file.text));
    const { document, conflicts } = mergeNotebooks(this.#file.base, this.#document, theirs);
    const mayDiffer = this.#file.state !== 'saved' || this.#contested.cells.length > 0;
    this.#takeFile(theirs, file);
    this.#remember();
    this.#document = document;
    this.#contested.retake(document, theirs);
    this.#contested.add(conflicts);
    this.#takeLeft();
    if (mayDiffer) this.#file.save(this.#written, true);
    this.#options.onChanged();
  }

  /** Merges what was left unsettled into the file as it is now; the contested cells are so again. */
  #takeLeft(): void {
    if (!this.#left || this.#readOnly) return;
    const { base, ours, contested } = this.#left;
    this.#left = undefined;
    const agreed = base.blocks.filter(({ id }) => !contested.includes(id));
    const file = this.#document;
    const { document, conflicts } = mergeNotebooks({ ...base, blocks: agreed }, ours, file);
    this.#document = document;
    this.#contested.add(conflicts);
    this.#file.save(this.#written);
  }

  async #keepUnsettled(): Promise<void> {
    const { cells } = this.#contested;
    if (cells.length === 0 && !this.#readOnly) return;
    const { base } = this.#file;
    await this.#unsettled.write({ base, ours: this.#document, contested: cells });
  }

  async #onSaved(text: string, document: NotebookDocument): Promise<void> {
    await this.#ids.keep(text, document);
    if (document === this.#document) await this.#unsettled.remove();
  }

  #takeFile(document: NotebookDocument, file: ReadFile): void {
    this.#readOnly = whyReadOnly(document, file);
    this.#file.isRead(document, this.#readOnly === undefined);
  }

  #settle(keep: Keep, cell?: string): readonly string[] {
    const cells = (this.#contested.views ?? []).map(each => each.cell);
    this.#remember();
    const copy = (theirs: Block) => this.#besideOurs(theirs);
    this.#document = this.#contested.settle(this.#document, keep, cell, copy);
    this.#file.save(this.#written, true);
    this.#options.onChanged();
    return cell === undefined ? cells : [cell];
  }

  /** The file's version as a cell of its own; names are unique. */
  #besideOurs(theirs: Block): Block {
    const name = theirs.name === null ? null : freeName(this.#document, theirs.name);
    return { ...newBlock(this.#ids.next(), { ...theirs, name }), gap: theirs.gap };
  }
}
