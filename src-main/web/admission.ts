import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const newSecret = () => randomBytes(32).toString('base64url');

/**
 * Who may use the server: a browser that came once with a token, which only the terminal shows, and has
 * had a cookie since. The cookie is not for scripts and does not go along from pages of other sites.
 */
export class Admission {
  readonly #port: number;
  readonly #session = newSecret();
  readonly #tokens = new Set<string>();

  constructor(port: number) {
    this.#port = port;
  }

  /** A token that admits one browser. */
  newToken(): string {
    const token = newSecret();
    this.#tokens.add(token);
    return token;
  }

  /** The cookie to set for a token, which is used up by it; undefined for one that is none (any more). */
  exchange(token: string): string | undefined {
    const known = [...this.#tokens].find(each => sameSecret(each, token));
    if (known === undefined) return undefined;
    this.#tokens.delete(known);
    return `${this.#cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`;
  }

  isAdmitted(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(';').map(cookie => cookie.trim());
    const prefix = `${this.#cookieName}=`;
    const cookie = cookies.find(each => each.startsWith(prefix));
    return cookie !== undefined && sameSecret(cookie.slice(prefix.length), this.#session);
  }

  /**
   * True for a request that was meant for this server: a name that someone else lets point at this
   * machine (DNS rebinding) stands in `Host` as that name.
   */
  isOurHost(request: IncomingMessage): boolean {
    return this.#hosts.includes(request.headers.host ?? '');
  }

  /** True for a page of this server; every browser says whose page opens a WebSocket. */
  isOurOrigin(request: IncomingMessage): boolean {
    return request.headers.origin === `http://${request.headers.host}` && this.isOurHost(request);
  }

  get #hosts(): readonly string[] {
    return [`127.0.0.1:${this.#port}`, `localhost:${this.#port}`];
  }

  /** Browsers send a cookie to every port of a host: servers side by side must not share a name. */
  get #cookieName(): string {
    return `pinnerformer-${this.#port}`;
  }
}

function sameSecret(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
