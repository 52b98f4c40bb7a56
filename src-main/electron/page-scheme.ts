/**
 * The page's own scheme: unlike a file's, its origin is one that a policy can name, and its headers are
 * the same as in the browser.
 */
import { protocol } from 'electron';
import { pageFolder } from '../base/entries.js';
import { newNonce, securityHeaders } from '../web/content-security.js';
import { readPageFile } from '../web/page-files.js';

const SCHEME = 'app';
const ORIGIN = `${SCHEME}://studio`;
export const PAGE_URL = `${ORIGIN}/`;

/** True for the page that this build brings, whatever its query or fragment. */
export function isOurPage(url: string | undefined): boolean {
  return url?.startsWith(PAGE_URL) === true;
}

/** Must be called before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built page; called once the app is ready. It connects to nothing: the engine is a port. */
export function servePage(): void {
  protocol.handle(SCHEME, async request => {
    const nonce = newNonce();
    const headers = securityHeaders({ nonce, connect: [] });
    const target = new URL(request.url);
    const file = isOurPage(request.url)
      ? await readPageFile(pageFolder(), target.pathname, nonce)
      : undefined;
    if (file === undefined) return new Response('There is no such file.', { status: 404, headers });
    return new Response(new Uint8Array(file.body), {
      headers: {
        ...headers,
        'Content-Type': file.contentType,
        'Cache-Control': file.cacheControl,
      },
    });
  });
}
