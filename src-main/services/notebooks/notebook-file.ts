import { isUtf8 } from 'node:buffer';
import { promises as fs } from 'node:fs';
import { sha256Of, writeFileAtomic } from '../../base/files.js';
import type { NotebookView } from '../../contract/notebook.js';
import { type NotebookDocument, printNotebook } from '../../notebook/document.js';
import type { ReadFile } from '../../notebook/file-problems.js';
import { toPlainError } from '../../rpc/errors.js';
import type { PlainError } from '../../rpc/protocol.js';

/** Quiet time after an edit before the file is written. */
const SAVE_AFTER_MS = 400;
/** How often the file is looked at for changes by others, and a failed writing is tried again. */
const LOOK_EVERY_MS = 1500;

export interface FileState {
  readonly saved: NotebookView['saved'];
  readonly savedAtMs?: number;
  readonly saveError?: PlainError;
}

export interface NotebookFileEvents {
  readonly onState: () => void;
  /** A document is about to be written, or would be if the file might be; a failure fails the writing. */
  readonly onSaving: () => Promise<void>;
  /** The file now holds this text of this document. */
  readonly onSaved: (text: string, document: NotebookDocument) => Promise<void>;
  /** Somebody else wrote the file; what it holds is to be taken in, and saved by force. */
  readonly onOutsideChange: (file: ReadFile) => void;
}

/** The file of an open notebook: saved soon after an edit, whole, and never over a change by others. */
export class NotebookFile {
  readonly #path: string;
  readonly #events: NotebookFileEvents;
  #facts: FileState = { saved: 'saved' };
  /** Hash of the file as we read or wrote it last. */
  #known = '';
  #document: NotebookDocument | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #base: NotebookDocument = { lead: '', blocks: [] };
  #mayWrite = true;
  /** Looks in a row at which there was no file: a moment without one is how others replace it. */
  #missed = 0;

  constructor(path: string, events: NotebookFileEvents) {
    this.#path = path;
    this.#events = events;
  }

  /** The document as the file has it, as far as it is known. */
  get base(): NotebookDocument {
    return this.#base;
  }

  /** The file's text was read as this; nothing is written while it may only be read. */
  isRead(document: NotebookDocument, mayWrite: boolean): void {
    this.#base = document;
    this.#mayWrite = mayWrite;
  }

  get facts(): FileState {
    return this.#facts;
  }

  get state(): FileState['saved'] {
    return this.#facts.saved;
  }

  async open(): Promise<ReadFile> {
    const file = await this.#read();
    this.#known = sha256Of(file.text);
    this.#looking = setInterval(() => {
      if (this.state === 'failed') void this.#write(false);
      else this.#writing = this.#writing.then(async () => void (await this.#look()));
    }, LOOK_EVERY_MS);
    this.#looking.unref();
    return file;
  }

  /** `force` writes over what others wrote: it has been taken in. */
  save(document: NotebookDocument, force = false): void {
    this.#document = document;
    this.#set({ saved: 'unsaved' });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#write(force), force ? 0 : SAVE_AFTER_MS);
  }

  /** Looks no more for changes by others, but where it writes. */
  async stop(): Promise<void> {
    clearInterval(this.#looking);
    await this.#writing;
  }

  /** Writes what is unsaved without waiting for a rest. */
  async flush(document: NotebookDocument): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#facts.saved !== 'saved' && this.#facts.saved !== 'gone') {
      this.#document = document;
      await this.#write(false);
    }
    await this.#writing;
  }

  #write(force: boolean): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const document = this.#document;
      if (!document) return;
      if (this.#mayWrite && !force && (await this.#look())) return;
      const text = printNotebook(document);
      try {
        if (!this.#mayWrite) return await this.#events.onSaving();
        // A failure is shown until it is mended, not taken back with every attempt.
        if (this.state !== 'failed') this.#set({ saved: 'saving' });
        await this.#events.onSaving();
        await writeFileAtomic(this.#path, text);
        this.#known = sha256Of(text);
        this.#base = document;
        await this.#events.onSaved(text, document);
        if (this.#document === document) this.#set({ saved: 'saved', savedAtMs: Date.now() });
      } catch (error) {
        this.#set({ saved: 'failed', saveError: toPlainError(error) });
      }
    });
    return this.#writing;
  }

  /** True when somebody else has written the file since. */
  async #look(): Promise<boolean> {
    if (this.#facts.saved === 'saving') return false;
    const file = await this.#read().catch(() => undefined);
    this.#missed = file === undefined ? this.#missed + 1 : 0;
    if (this.#missed > 1 && this.#facts.saved === 'saved') this.#set({ saved: 'gone' });
    if (file !== undefined && this.#facts.saved === 'gone') this.#set({ saved: 'saved' });
    if (file === undefined || sha256Of(file.text) === this.#known) return false;
    this.#known = sha256Of(file.text);
    this.#events.onOutsideChange(file);
    return true;
  }

  async #read(): Promise<ReadFile> {
    const bytes = await fs.readFile(this.#path);
    return { text: bytes.toString('utf8'), isUtf8: isUtf8(bytes) };
  }

  #set(facts: FileState): void {
    this.#facts = facts;
    this.#events.onState();
  }
}
