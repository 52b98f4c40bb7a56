import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeFileAtomic } from '../base/files.js';

const RECENT_KEPT = 10;

const bounds = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
});
export type Bounds = z.infer<typeof bounds>;

const document = z.object({
  version: z.literal(1),
  /** Workspaces, the latest first. */
  recent: z.array(z.string()),
  /** Of each workspace's window. */
  bounds: z.record(z.string(), bounds),
});
type Document = z.infer<typeof document>;

/** What the desktop remembers between starts: workspaces and where their windows stood. */
export class ShellState {
  readonly #path: string;
  readonly #onError: (error: unknown) => void;
  #document: Document;
  #writing: Promise<void> = Promise.resolve();

  /**
   * A file that is missing or cannot be read is an empty memory: nothing but comfort is lost.
   * `onError` is told when the memory cannot be written.
   */
  constructor(path: string, onError: (error: unknown) => void) {
    this.#path = path;
    this.#onError = onError;
    this.#document = read(path);
  }

  get recent(): readonly string[] {
    return this.#document.recent;
  }

  boundsOf(workspaceFolder: string): Bounds | undefined {
    return this.#document.bounds[workspaceFolder];
  }

  opened(workspaceFolder: string): Promise<void> {
    const others = this.recent.filter(each => each !== workspaceFolder);
    return this.#change({ recent: [workspaceFolder, ...others].slice(0, RECENT_KEPT) });
  }

  forget(workspaceFolder: string): Promise<void> {
    return this.#change({ recent: this.recent.filter(each => each !== workspaceFolder) });
  }

  clearRecent(): Promise<void> {
    return this.#change({ recent: [] });
  }

  moved(workspaceFolder: string, { x, y, width, height }: Bounds): Promise<void> {
    const bounds = { ...this.#document.bounds, [workspaceFolder]: { x, y, width, height } };
    return this.#change({ bounds });
  }

  /** Written one after the other; a disk that is full costs the memory only. */
  #change(change: Partial<Document>): Promise<void> {
    this.#document = { ...this.#document, ...change };
    const text = `${JSON.stringify(this.#document, null, 2)}\n`;
    this.#writing = this.#writing.then(() =>
      writeFileAtomic(this.#path, text).catch(this.#onError),
    );
    return this.#writing;
  }
}

function read(path: string): Document {
  try {
    return document.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { version: 1, recent: [], bounds: {} };
  }
}

/** The bounds when at least a good part of them lies on one of the screens that are there now. */
export function onScreen(
  wanted: Bounds | undefined,
  screens: readonly Bounds[],
): Bounds | undefined {
  if (wanted === undefined) return undefined;
  const seen = (screen: Bounds) => {
    const width = overlap(wanted.x, wanted.width, screen.x, screen.width);
    const height = overlap(wanted.y, wanted.height, screen.y, screen.height);
    return width >= 200 && height >= 200;
  };
  return screens.some(seen) ? wanted : undefined;
}

function overlap(start: number, length: number, otherStart: number, otherLength: number): number {
  return Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);
}
