/** The closed set of reasons for which anything in the product may fail. */
export type ErrorCode =
  | 'BAD_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'CANCELLED'
  | 'UNAVAILABLE'
  | 'INTERNAL';

export interface ErrorDetails {
  /** Where the offending value stands: file, line, column, cell or config key. */
  readonly where?: string;
  /** What the reader can do about it, as a full sentence. */
  readonly remedy?: string;
  readonly cause?: unknown;
}

/** A failure that a person can act on: it names the value, the place and the remedy. */
export class StudioError extends Error {
  readonly code: ErrorCode;
  readonly where: string | undefined;
  readonly remedy: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'StudioError';
    this.code = code;
    this.where = details.where;
    this.remedy = details.remedy;
  }

  /** One sentence for a terminal or a cell: place, what is wrong, remedy. */
  describe(): string {
    const place = this.where ? `${this.where}: ` : '';
    const remedy = this.remedy ? ` ${this.remedy}` : '';
    return `${place}${this.message}${remedy}`;
  }
}

/** Shorthand for the commonest case: the user's input cannot be used as it is. */
export function badInput(message: string, details: ErrorDetails = {}): StudioError {
  return new StudioError('BAD_INPUT', message, details);
}

/** True when `error` is a StudioError with one of `codes` (any code when none is given). */
export function isStudioError(error: unknown, ...codes: ErrorCode[]): error is StudioError {
  return error instanceof StudioError && (codes.length === 0 || codes.includes(error.code));
}

/** Throws CANCELLED when `signal` has fired; long loops call it between steps. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new StudioError('CANCELLED', 'The job was cancelled.');
}
