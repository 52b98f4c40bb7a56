import { randomBytes } from 'node:crypto';

export interface PagePolicy {
  /** Allows the style elements that CodeMirror makes; a new one for each page that is served. */
  readonly nonce: string;
  /** Where the page may connect to, as CSP sources; empty for nowhere. */
  readonly connect: readonly string[];
}

/** 128 random bits, as CSP asks for. */
export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/**
 * What the page may do: run and be styled by its own files alone. Images are the one thing that comes
 * from elsewhere: a pin's image is a URL of the user's data, on hosts that nobody knows beforehand, so
 * every host is allowed, but over TLS only; the engine never fetches them. `data:` is for plots that are
 * frozen to an image or drawn into a PNG.
 */
export function contentSecurityPolicy({ nonce, connect }: PagePolicy): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: https:",
    "font-src 'self'",
    `connect-src ${connect.length === 0 ? "'none'" : connect.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of every response. Without a referrer the hosts of images do not learn who shows them. */
export function securityHeaders(policy: PagePolicy): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(policy),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}
