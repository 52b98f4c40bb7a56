import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, promises as fs } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StudioError } from './errors.js';

/**
 * Writes a whole file so that readers see the old one or the new one, never a part: a temporary
 * neighbour is written, flushed and renamed. A full disk leaves the old file and no debris.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  await withTemporaryFile(path, async temporary => {
    const file = await fs.open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  });
}

/** As writeFileAtomic, for content that another writer (DuckDB, a stream) puts into the file. */
export async function withTemporaryFile(
  path: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await fs.mkdir(folder, { recursive: true });
    await write(temporary);
    await fs.rename(temporary, path);
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(() => undefined);
    throw describeWriteFailure(path, error);
  }
}

/** Turns the operating system's refusal to write into a sentence with a remedy. */
export function describeWriteFailure(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || /no space left|disk quota/i.test(message))
    return new StudioError('UNAVAILABLE', 'the disk is full; nothing was changed.', {
      where: path,
      remedy: 'Free some space and try again.',
      cause: error,
    });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new StudioError('UNAVAILABLE', `this place cannot be written (${code}).`, {
      where: path,
      remedy: 'Choose another `workspace` or change its permissions.',
      cause: error,
    });
  return error;
}

/** Hex SHA-256 of a file's bytes, streamed. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}

export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
