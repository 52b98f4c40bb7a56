import { READABLE_ENDINGS } from './readable-files.js';

/** What the desktop adds to its window; a browser has nothing of it. */
interface Picker {
  pickFiles(request: {
    readonly title: string;
    readonly what: 'files';
    readonly filters: readonly { readonly name: string; readonly extensions: readonly string[] }[];
  }): Promise<readonly string[]>;
}

function isPicker(value: unknown): value is Picker {
  return typeof value === 'object' && value !== null && 'pickFiles' in value;
}

/** Asks for files in the system's own dialog; null in a browser, which sends files instead. */
export function filePicker(): (() => Promise<readonly string[]>) | null {
  const bridge: unknown = 'studio' in window ? window.studio : undefined;
  if (!isPicker(bridge)) return null;
  return () =>
    bridge.pickFiles({
      title: 'Files of actions',
      what: 'files',
      filters: [
        {
          name: 'Actions',
          extensions: [...READABLE_ENDINGS, 'gz'],
        },
      ],
    });
}
