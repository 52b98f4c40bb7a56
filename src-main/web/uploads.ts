import { createHash } from 'node:crypto';
import { createWriteStream, promises as fs } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { badInput, isStudioError, StudioError } from '../base/errors.js';
import { describeWriteFailure } from '../base/files.js';
import { DAY_MS } from '../base/time.js';
import type { Upload, UploadRefusal } from '../contract/shell.js';

const SCRATCH = '.upload-';
const LONGEST_NAME = 120;
/** Of the content's hash, in the name of the folder that the file lies in. */
const HASH_DIGITS = 16;
/** Left free on the disk beside the file. */
const KEPT_FREE_BYTES = 64 * 2 ** 20;

/** What a page is told of its upload; a failure that nobody foresaw is thrown on. */
export async function answerUpload(
  request: IncomingMessage,
  folder: string,
  name: string,
): Promise<{ readonly status: number; readonly body: Upload | UploadRefusal }> {
  try {
    return { status: 200, body: await takeUpload(request, folder, name) };
  } catch (error) {
    if (!isStudioError(error)) throw error;
    // A browser reads the answer once all is sent.
    request.resume();
    const { code, message, remedy } = error;
    return { status: code === 'UNAVAILABLE' ? 507 : 400, body: { code, message, remedy } };
  }
}

/**
 * Takes the body of a request into `folder/<hash of the content>/<name>`, so that one file sent twice
 * lies there once and no file replaces another. Whatever ends early, such as a cancelled upload, leaves
 * nothing. BAD_INPUT for a body that is cut or whose size is not told, UNAVAILABLE when the disk is full.
 */
export async function takeUpload(
  request: IncomingMessage,
  folder: string,
  name: string,
): Promise<Upload> {
  const bytes = Number(request.headers['content-length'] ?? Number.NaN);
  if (!Number.isSafeInteger(bytes))
    throw badInput('the size of the file is not told.', { where: name });
  await fs.mkdir(folder, { recursive: true });
  await checkRoom(folder, bytes, name);
  const scratch = await fs.mkdtemp(join(folder, SCRATCH));
  try {
    const temporary = join(scratch, 'content');
    const { taken, hash } = await write(request, temporary);
    if (taken !== bytes)
      throw badInput(`the file is cut: ${taken} of ${bytes} bytes came.`, {
        where: name,
        remedy: 'Drop it again.',
      });
    const home = join(folder, hash.slice(0, HASH_DIGITS));
    await fs.mkdir(home, { recursive: true });
    const path = join(home, safeName(name));
    await fs.rename(temporary, path);
    return { path, bytes };
  } catch (error) {
    throw describeWriteFailure(folder, error);
  } finally {
    await fs.rm(scratch, { recursive: true, force: true });
  }
}

/** Takes away what uploads left that were under way when a server was killed, a day ago or longer. */
export async function clearUploads(folder: string, nowMs: number): Promise<void> {
  for (const name of await fs.readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if (!name.startsWith(SCRATCH)) continue;
    const { mtimeMs } = await fs.stat(path);
    if (nowMs - mtimeMs > DAY_MS) await fs.rm(path, { recursive: true, force: true });
  }
}

async function write(request: IncomingMessage, path: string) {
  const hash = createHash('sha256');
  let taken = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      taken += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(request, measure, createWriteStream(path, { flags: 'wx', flush: true }));
  return { taken, hash: hash.digest('hex') };
}

async function checkRoom(folder: string, bytes: number, name: string): Promise<void> {
  const { bavail, bsize } = await fs.statfs(folder);
  if (bavail * bsize < bytes + KEPT_FREE_BYTES)
    throw new StudioError('UNAVAILABLE', 'the disk has no room for this file.', {
      where: name,
      remedy: 'Free some space, or serve a workspace on another disk.',
    });
}

/** A name without folders, control characters, leading dots or what other systems refuse; never empty. */
export function safeName(name: string): string {
  const last = basename(name.replaceAll('\\', '/'));
  // Control characters are what is meant.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  const plain = last.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '_').replace(/^\.+/, '');
  return plain.slice(-LONGEST_NAME) || 'file';
}
