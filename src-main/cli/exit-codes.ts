import { isStudioError } from '../base/errors.js';
import { UsageError } from './usage-error.js';

/** What a script can tell from `$?`. */
export const EXIT = { success: 0, failure: 1, usage: 2, cancelled: 130 } as const;

export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT.usage;
  return isStudioError(error, 'CANCELLED') ? EXIT.cancelled : EXIT.failure;
}
