import { asSentence } from './sentence.js';

/** A short message at the foot of the page, with at most one way back. */
export interface ToastMessage {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
  /** An error stays until it is closed. */
  readonly bad: boolean;
}

const SECONDS_SHOWN = 8;

/** The messages that are shown now, newest last; at most four. */
export class Toasts {
  shown = $state.raw<readonly ToastMessage[]>([]);
  #next = 1;

  /** Its id, by which it can be closed earlier. */
  show(text: string, action?: ToastMessage['action']): number {
    const id = this.#add({ text, action, bad: false });
    setTimeout(() => this.close(id), SECONDS_SHOWN * 1000);
    return id;
  }

  /** A failure that has no better place. A call that was cancelled is none. */
  fail(error: unknown): void {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
    if (code === 'CANCELLED') return;
    const message = error instanceof Error ? error.message : String(error);
    const remedy =
      typeof error === 'object' && error !== null && 'remedy' in error && error.remedy !== undefined
        ? ` ${String(error.remedy)}`
        : '';
    this.#add({ text: asSentence(message) + remedy, action: undefined, bad: true });
  }

  close(id: number): void {
    this.shown = this.shown.filter(toast => toast.id !== id);
  }

  #add(toast: Omit<ToastMessage, 'id'>): number {
    const id = this.#next++;
    this.shown = [...this.shown, { ...toast, id }].slice(-4);
    return id;
  }
}
