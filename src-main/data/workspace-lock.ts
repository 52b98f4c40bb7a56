import { randomBytes } from 'node:crypto';
import { promises as fs, readFileSync, unlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { StudioError } from '../base/errors.js';
import { describeWriteFailure } from '../base/files.js';

/** The right of one process to write in a workspace. */
export interface WorkspaceLock {
  release(): Promise<void>;
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process began, as its system counts it; tells a reused pid from the owner. */
  readonly born: string;
  readonly command: string;
  readonly token: string;
}

/** Locks held by this process, by file: opening again shares the lock, the last release frees it. */
const held = new Map<string, { owner: Owner; count: number }>();

/** `.lock` is held by whoever writes data sets and runs, `.engine` by the one engine with its jobs. */
export type LockFile = '.lock' | '.engine';

/**
 * Takes `<root>/.lock` for this process. A lock whose process is dead is taken over; a live one
 * throws CONFLICT with its pid. Re-entrant inside a process.
 */
export async function takeWorkspaceLock(
  root: string,
  file: LockFile = '.lock',
): Promise<WorkspaceLock> {
  const path = join(root, file);
  const ours = held.get(path);
  if (ours) {
    ours.count++;
    return oneRelease(path);
  }
  const owner: Owner = {
    pid: process.pid,
    host: hostname(),
    born: birthOf(process.pid) ?? '',
    command: process.argv.slice(1, 4).join(' '),
    token: randomBytes(8).toString('hex'),
  };
  for (let attempt = 0; attempt < 20; attempt++) {
    if (await linkOwner(path, owner)) {
      held.set(path, { owner, count: 1 });
      exitCleanup();
      return oneRelease(path);
    }
    const found = await readOwner(path);
    if (found !== undefined && isAlive(found)) throw inUse(root, path, found);
    await removeStale(path, found);
  }
  throw new StudioError('CONFLICT', 'the lock of the workspace changes hands too fast.', {
    where: path,
    remedy: 'Run the command again.',
  });
}

/** Creates the lock with its content in one step (link fails where the file exists). */
async function linkOwner(path: string, owner: Owner): Promise<boolean> {
  const temporary = `${path}.${owner.token}.tmp`;
  try {
    await fs.writeFile(temporary, JSON.stringify(owner), { flag: 'w' });
    await fs.link(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw describeWriteFailure(path, error);
  } finally {
    await fs.rm(temporary, { force: true });
  }
}

/** The lock's owner; undefined when the file is gone or unreadable as a lock. */
async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await fs.readFile(path, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

/**
 * Moves the stale lock aside and makes sure that what was moved is what was judged stale: another
 * process may have taken over in between, and then gets its lock back.
 */
async function removeStale(path: string, judged: Owner | undefined): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}.stale`;
  try {
    await fs.rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw describeWriteFailure(path, error);
  }
  const moved = await readOwner(aside);
  if (moved !== undefined && moved.token !== judged?.token)
    await fs.link(aside, path).catch(() => undefined);
  await fs.rm(aside, { force: true });
}

function isAlive(owner: Owner): boolean {
  // Another machine's processes cannot be seen from here: believe the lock.
  if (owner.host !== hostname()) return true;
  if (owner.pid === process.pid) return owner.born === (birthOf(process.pid) ?? '');
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const born = birthOf(owner.pid);
  return born === undefined || owner.born === '' || born === owner.born;
}

/** Start time of a process in clock ticks since boot, where /proc tells it. */
function birthOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'zombie' : fields[19];
  } catch {
    return undefined;
  }
}

function inUse(root: string, path: string, owner: Owner): StudioError {
  const elsewhere = owner.host === hostname() ? '' : ` on ${owner.host}`;
  return new StudioError(
    'CONFLICT',
    `the workspace is in use by process ${owner.pid}${elsewhere} (${owner.command}).`,
    {
      where: root,
      remedy: elsewhere
        ? `Wait for it, or delete ${path} if that machine no longer runs it.`
        : 'Wait until it ends, stop it, or use another `workspace`.',
    },
  );
}

function oneRelease(path: string): WorkspaceLock {
  let released = false;
  return {
    async release() {
      const ours = held.get(path);
      if (released || !ours) return;
      released = true;
      ours.count--;
      if (ours.count > 0) return;
      held.delete(path);
      if ((await readOwner(path))?.token === ours.owner.token) await fs.rm(path, { force: true });
    },
  };
}

let cleanupInstalled = false;

/** A process that exits without closing leaves no lock behind; a killed one is found to be dead. */
function exitCleanup(): void {
  if (cleanupInstalled) return;
  cleanupInstalled = true;
  process.once('exit', () => {
    for (const [path, { owner }] of held) {
      try {
        const found = JSON.parse(readFileSync(path, 'utf8')) as Owner;
        if (found.token === owner.token) unlinkSync(path);
      } catch {
        // The lock is gone already.
      }
    }
  });
}
