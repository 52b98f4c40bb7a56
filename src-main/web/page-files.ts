import { readFile } from 'node:fs/promises';
import { extname, isAbsolute, relative, resolve } from 'node:path';

/** A file of the built page, ready to be sent. */
export interface PageFile {
  readonly body: Buffer;
  readonly contentType: string;
  readonly cacheControl: string;
}

/** What the build makes; a file of any other kind is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** The place in index.html where the page finds the nonce of its policy. */
const nonceMark = '<meta name="csp-nonce" content="" />';

/**
 * The file of `folder` at a URL's path, index.html for `/`; undefined when there is none or the path
 * leads out of the folder. The page is never kept; files named by their hash for ever.
 */
export async function readPageFile(
  folder: string,
  urlPath: string,
  nonce: string,
): Promise<PageFile | undefined> {
  const path = pathWithin(folder, urlPath === '/' ? '/index.html' : urlPath);
  const contentType = path === undefined ? undefined : contentTypes[extname(path)];
  if (path === undefined || contentType === undefined) return undefined;
  const body = await readFile(path).catch(() => undefined);
  if (body === undefined) return undefined;
  if (extname(path) === '.html')
    return { body: withNonce(body, nonce), contentType, cacheControl: 'no-store' };
  const named = urlPath.startsWith('/assets/');
  const cacheControl = named ? 'private, max-age=31536000, immutable' : 'no-cache';
  return { body, contentType, cacheControl };
}

function pathWithin(folder: string, urlPath: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return undefined;
  const path = resolve(folder, `.${decoded}`);
  const inside = relative(folder, path);
  return inside.startsWith('..') || isAbsolute(inside) ? undefined : path;
}

function withNonce(page: Buffer, nonce: string): Buffer {
  const mark = nonceMark.replace('content=""', `content="${nonce}"`);
  return Buffer.from(page.toString('utf8').replace(nonceMark, mark));
}
