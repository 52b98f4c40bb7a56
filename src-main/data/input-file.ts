import { createReadStream, createWriteStream, promises as fs } from 'node:fs';
import { basename, dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { badInput, StudioError } from '../base/errors.js';
import { describeWriteFailure } from '../base/files.js';
import { nearest } from '../base/nearest.js';

/** A file that a user wants to import, looked at but not yet read. */
export interface InputFile {
  /** As the user gave it. */
  readonly path: string;
  readonly bytes: number;
  readonly gzip: boolean;
  readonly kind: 'text' | 'json' | 'parquet';
  /** The first bytes, decompressed: at most 64 KB. */
  readonly head: Buffer;
}

const HEAD_BYTES = 65_536;

/**
 * Finds out what a file is by its first bytes, not by its name. NOT_FOUND with the nearest file of
 * the folder, UNAVAILABLE when it may not be read, BAD_INPUT when it is empty, a folder or binary.
 */
export async function inspectInput(path: string): Promise<InputFile> {
  const bytes = await sizeOf(path);
  const raw = await firstBytes(path, false);
  const gzip = raw[0] === 0x1f && raw[1] === 0x8b;
  const head = gzip ? await firstBytes(path, true) : raw;
  if (head.length === 0)
    throw badInput('the file is empty.', { where: path, remedy: 'Give a file that has rows.' });
  if (head.toString('latin1', 0, 4) === 'PAR1') return { path, bytes, gzip, kind: 'parquet', head };
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    throw badInput('the file is encoded in UTF-16.', {
      where: path,
      remedy: 'Convert it first, for example with `iconv -f UTF-16 -t UTF-8`.',
    });
  if (head.includes(0))
    throw badInput('the file is neither text, nor Parquet, nor gzip: it holds zero bytes.', {
      where: path,
      remedy: 'Export it as CSV, TSV, JSON lines or Parquet.',
    });
  const first = head.find(byte => byte > 0x20 && byte < 0x80);
  return { path, bytes, gzip, kind: first === 0x7b ? 'json' : 'text', head };
}

async function sizeOf(path: string): Promise<number> {
  try {
    const stat = await fs.stat(path);
    if (stat.isDirectory())
      throw badInput('this is a folder.', { where: path, remedy: 'Give the files in it.' });
    return stat.size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw await missing(path, error);
    throw unreadable(path, error);
  }
}

async function missing(path: string, cause: unknown): Promise<StudioError> {
  const siblings = await fs.readdir(dirname(path)).catch(() => undefined);
  const near = nearest(basename(path), siblings ?? []);
  const remedy =
    siblings === undefined
      ? `The folder ${dirname(path)} does not exist either.`
      : near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : 'Check the path.';
  return new StudioError('NOT_FOUND', 'there is no such file.', { where: path, remedy, cause });
}

/** Turns a failure while reading into a sentence; failures that are sentences already pass. */
export function unreadable(path: string, error: unknown): unknown {
  if (error instanceof StudioError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'Z_BUF_ERROR')
    return badInput('the file is cut: its gzip stream ends in the middle.', {
      where: path,
      remedy: 'Copy or download it again.',
      cause: error,
    });
  if (code.startsWith('Z_'))
    return badInput(`the gzip stream of the file is damaged (${code}).`, {
      where: path,
      remedy: 'Copy or download it again.',
      cause: error,
    });
  if (code)
    return new StudioError('UNAVAILABLE', `the file cannot be read (${code}).`, {
      where: path,
      remedy: 'Check its permissions.',
      cause: error,
    });
  return error;
}

async function firstBytes(path: string, gunzip: boolean): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of readChunks(path, gunzip)) {
    chunks.push(chunk);
    total += chunk.length;
    if (total >= HEAD_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, HEAD_BYTES);
}

/** The file's bytes, decompressed when `gunzip`; `onBytes` hears of the bytes read from disk. */
export async function* readChunks(
  path: string,
  gunzip: boolean,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  try {
    if (!gunzip) {
      for await (const chunk of file) {
        onBytes?.(chunk.length);
        yield chunk as Buffer;
      }
      return;
    }
    if (onBytes) file.on('data', chunk => onBytes(chunk.length));
    const unzip = createGunzip({ chunkSize: 1 << 20 });
    file.on('error', error => unzip.destroy(error));
    for await (const chunk of file.pipe(unzip)) yield chunk as Buffer;
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    file.destroy();
  }
}

/** Writes the decompressed content of a gzip file to `target`. */
export async function gunzipTo(path: string, target: string): Promise<void> {
  try {
    await pipeline(createReadStream(path), createGunzip(), createWriteStream(target));
  } catch (error) {
    throw describeWriteFailure(target, unreadable(path, error));
  }
}
