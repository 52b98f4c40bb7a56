/** What the desktop's window has beyond a browser's, and what page and shells agree on. */

/** Path of the engine's WebSocket where the page is served to a browser. */
export const ENGINE_PATH = '/engine';

/** Path that a file of the browser is sent to (PUT, `?name=`); the answer is an Upload or an UploadRefusal. */
export const UPLOAD_PATH = '/uploads';

/** Where a file that was sent lies now: a path that an import can read. */
export interface Upload {
  readonly path: string;
  readonly bytes: number;
}

export interface UploadRefusal {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string | undefined;
}

/** Message to the page's own window that brings a MessagePort to the engine. */
export const ENGINE_PORT_MESSAGE = 'pinnerformer:engine-port';

/** A command of the application menu, by the id that keys and palette use as well. */
export interface ShellCommand {
  readonly id: string;
  /** Files that were chosen for it; empty where it takes none. */
  readonly files: readonly string[];
}

export interface PickRequest {
  readonly title: string;
  readonly what: 'files' | 'folder';
  readonly filters?: readonly { readonly name: string; readonly extensions: readonly string[] }[];
}

/** What the preload script puts on `window.studio`; absent in a browser. */
export interface ShellBridge {
  /** `process.platform`. */
  readonly platform: string;
  /** Asks for a new port to the engine, which comes as ENGINE_PORT_MESSAGE; rejects when the engine cannot start. */
  requestEngine(): Promise<void>;
  /** The engine's process has ended: ports to it are dead. */
  onEngineLost(listener: () => void): () => void;
  /** Paths chosen in the system's own dialog; none when it was cancelled. */
  pickFiles(request: PickRequest): Promise<readonly string[]>;
  /** Path of a file that was dropped on the page or chosen in it; empty for one that is not on disk. */
  pathOfFile(file: File): string;
  onCommand(listener: (command: ShellCommand) => void): () => void;
  /** Tells which commands can do something now: the menu offers no others. */
  tellPossible(commandIds: readonly string[]): Promise<void>;
}
