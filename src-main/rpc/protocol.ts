/**
 * What crosses a port. A caller numbers its calls and feeds; every answer carries that number. Values
 * are what structured clone keeps: plain objects, arrays, strings, numbers, typed arrays.
 */

/** Of a caller to a server. */
export type Request =
  | { readonly kind: 'call'; readonly id: number; readonly path: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | {
      readonly kind: 'subscribe';
      readonly id: number;
      readonly path: string;
      readonly params: unknown;
    }
  | { readonly kind: 'dispose'; readonly id: number }
  /** Asks for a sign of life. */
  | { readonly kind: 'ping'; readonly id: number };

/** Of a server to a caller; `pong` answers a ping at once. After `result` or `error` nothing more comes for that id. */
export type Response =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'event'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: PlainError }
  | { readonly kind: 'pong'; readonly id: number };

export type Message = Request | Response;

/** An error as it crosses: no stack, no class. */
export interface PlainError {
  /** BAD_INPUT, NOT_FOUND, CONFLICT, CANCELLED, UNAVAILABLE, INTERNAL. */
  readonly code: string;
  readonly message: string;
  /** The place of the offending value: a parameter's path, a file and line, a cell. */
  readonly where?: string | undefined;
  /** What the reader can do about it, as a full sentence. */
  readonly remedy?: string | undefined;
}

/** Names of a procedure's record and its own, joined: `jobs.cancel`. */
export function joinPath(names: readonly string[]): string {
  return names.join('.');
}
