import type { PlainError } from './protocol.js';

/** A failure of the other side, or of the way to it, as a caller catches it. */
export class RpcError extends Error {
  readonly code: string;
  readonly where: string | undefined;
  readonly remedy: string | undefined;

  constructor({ code, message, where, remedy }: PlainError) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
    this.where = where;
    this.remedy = remedy;
  }
}

/** The port went away with the call under way: whether it was done over there is not known. */
export function portLost(): RpcError {
  return new RpcError({
    code: 'UNAVAILABLE',
    message: 'The connection to the engine was lost before it answered.',
    remedy: 'Try again when it is connected.',
  });
}

export function callCancelled(): RpcError {
  return new RpcError({ code: 'CANCELLED', message: 'The call was cancelled.' });
}

/** An error as it crosses: its own code where it has one, else INTERNAL. The stack stays here. */
export function toPlainError(error: unknown): PlainError {
  const message = error instanceof Error ? error.message : String(error);
  if (typeof error !== 'object' || error === null) return { code: 'INTERNAL', message };
  const { name, code, where, remedy }: Partial<Record<'name' | keyof PlainError, unknown>> = error;
  if (name === 'AbortError') return { code: 'CANCELLED', message };
  // Node's own errors carry codes such as ENOENT; they are not ours.
  if (typeof code !== 'string' || !ourCodes.has(code)) return { code: 'INTERNAL', message };
  return {
    code,
    message,
    ...(typeof where === 'string' ? { where } : {}),
    ...(typeof remedy === 'string' ? { remedy } : {}),
  };
}

const ourCodes = new Set([
  'BAD_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'CANCELLED',
  'UNAVAILABLE',
  'INTERNAL',
]);
