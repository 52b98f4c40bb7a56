import { promises as fs } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { badInput, StudioError } from '../base/errors.js';
import { describeWriteFailure, writeFileAtomic } from '../base/files.js';
import { takeWorkspaceLock, type WorkspaceLock } from './workspace-lock.js';

/** Version of the workspace's layout that this program writes and reads. */
export const WORKSPACE_VERSION = 1;

const MARK = 'workspace.json';
const markSchema = z.object({ format: z.literal('pinnerformer-workspace'), version: z.int() });

export interface OpenOptions {
  /** Make the folder a workspace when it is missing or empty. */
  readonly create?: boolean;
  /**
   * `read` (default) takes no lock: any number of readers may look on while another process writes,
   * since files appear whole or not at all. `write` is for one process at a time.
   */
  readonly access?: 'read' | 'write';
}

/** A folder that holds data sets, runs and what comes of them (design.md, "Workspace"). */
export interface Workspace {
  /** Absolute. */
  readonly folder: string;
  readonly access: 'read' | 'write';
  /** A path inside the workspace; names that would leave it are refused. */
  path(...segments: string[]): string;
  /** Names of the folders inside `area` that are whole, sorted; empty when there is none. */
  list(area: 'data' | 'runs' | 'models' | 'indexes'): Promise<string[]>;
  /** Gives the lock back; harmless when repeated or for readers. */
  close(): Promise<void>;
}

/**
 * Opens the workspace at `folder`. Throws NOT_FOUND when it is none (and `create` is off), CONFLICT
 * when it was written by a newer program, when a folder with other content would become a workspace,
 * or when a live process holds it for writing and `access` is `write`.
 */
export async function openWorkspace(folder: string, options: OpenOptions = {}): Promise<Workspace> {
  const root = resolve(folder);
  const access = options.access ?? 'read';
  const mark = await readMark(root);
  if (mark === undefined) {
    if (!options.create)
      throw new StudioError('NOT_FOUND', `"${folder}" is no workspace: it has no ${MARK}.`, {
        where: root,
        remedy: 'Give another `workspace`, or make one by importing into it.',
      });
    await createWorkspace(root);
  } else if (mark > WORKSPACE_VERSION) {
    throw new StudioError(
      'CONFLICT',
      `the workspace has version ${mark}; this program knows up to ${WORKSPACE_VERSION}.`,
      {
        where: join(root, MARK),
        remedy: 'Update PinnerFormer Studio, or use another `workspace`.',
      },
    );
  }
  const lock = access === 'write' ? await takeWorkspaceLock(root) : undefined;
  return new OpenWorkspace(root, access, lock);
}

class OpenWorkspace implements Workspace {
  readonly #lock: WorkspaceLock | undefined;

  constructor(
    readonly folder: string,
    readonly access: 'read' | 'write',
    lock: WorkspaceLock | undefined,
  ) {
    this.#lock = lock;
  }

  path(...segments: string[]): string {
    const path = join(this.folder, ...segments);
    const inside = relative(this.folder, path);
    if (inside.startsWith('..') || isAbsolute(inside))
      throw badInput(`"${segments.join('/')}" leads out of the workspace.`, { where: this.folder });
    return path;
  }

  async list(area: 'data' | 'runs' | 'models' | 'indexes'): Promise<string[]> {
    const entries = await fs.readdir(this.path(area), { withFileTypes: true }).catch(() => []);
    return entries
      .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(entry => entry.name)
      .sort();
  }

  async close(): Promise<void> {
    await this.#lock?.release();
  }
}

/** Version in workspace.json; undefined when there is no such file. */
async function readMark(root: string): Promise<number | undefined> {
  const path = join(root, MARK);
  let text: string;
  try {
    text = await fs.readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return undefined;
    if (code === 'ENOTDIR')
      throw badInput('the workspace must be a folder, and this is a file.', {
        where: root,
        remedy: 'Give another `workspace`.',
        cause: error,
      });
    throw new StudioError('UNAVAILABLE', `the workspace cannot be read (${code}).`, {
      where: path,
      remedy: 'Change its permissions or give another `workspace`.',
      cause: error,
    });
  }
  try {
    return markSchema.parse(JSON.parse(text)).version;
  } catch (cause) {
    throw badInput(`${MARK} is not that of a PinnerFormer workspace.`, {
      where: path,
      remedy: 'Give another `workspace`.',
      cause,
    });
  }
}

async function createWorkspace(root: string): Promise<void> {
  const entries = await fs.readdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR')
      throw badInput('the workspace must be a folder, and this is a file.', {
        where: root,
        remedy: 'Give another `workspace`.',
        cause: error,
      });
    throw describeWriteFailure(root, error);
  });
  if (entries.some(name => !name.startsWith('.')))
    throw new StudioError('CONFLICT', 'the folder holds other files and is no workspace.', {
      where: root,
      remedy: 'Give an empty or a new folder as `workspace`.',
    });
  const content = { format: 'pinnerformer-workspace', version: WORKSPACE_VERSION };
  await writeFileAtomic(join(root, MARK), `${JSON.stringify(content, null, 2)}\n`).catch(error => {
    throw describeWriteFailure(root, error);
  });
}
