/**
 * The messages between the engine and its compute process. They cross with structured clone, so typed
 * arrays keep their type; errors cross as plain values, since a clone loses an error's own fields.
 */
import { type ErrorCode, StudioError } from '../base/errors.js';
import type { Progress } from '../base/progress.js';

export type ToHost =
  | { readonly type: 'start'; readonly kind: string; readonly params: unknown }
  | { readonly type: 'cancel' };

export type FromHost =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'note'; readonly line: string }
  | { readonly type: 'done'; readonly result: unknown }
  | { readonly type: 'failed'; readonly error: PlainError };

/** An error as it crosses a process border. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly where?: string | undefined;
  readonly remedy?: string | undefined;
  readonly stack?: string | undefined;
}

/** Any thrown value as a plain one; what is not a StudioError is INTERNAL. */
export function toPlainError(error: unknown): PlainError {
  if (error instanceof StudioError)
    return {
      code: error.code,
      message: error.message,
      where: error.where,
      remedy: error.remedy,
      stack: stackWithCauses(error),
    };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'INTERNAL', message, stack: stackWithCauses(error) };
}

/** The other way round; the stack is that of the process where it was thrown. */
export function fromPlainError(plain: PlainError): StudioError {
  const error = new StudioError(plain.code, plain.message, {
    ...(plain.where === undefined ? {} : { where: plain.where }),
    ...(plain.remedy === undefined ? {} : { remedy: plain.remedy }),
  });
  if (plain.stack !== undefined) error.stack = plain.stack;
  return error;
}

/** The stack of an error and of all its causes, for --verbose. */
export function stackWithCauses(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\ncaused by ${stackWithCauses(error.cause)}`;
}
