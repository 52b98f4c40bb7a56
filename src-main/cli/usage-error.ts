import { isStudioError, StudioError } from '../base/errors.js';

/** What was typed cannot be meant: exit code 2, where a failure of the work itself has 1. */
export class UsageError extends StudioError {
  constructor(message: string, details: ConstructorParameters<typeof StudioError>[2] = {}) {
    super('BAD_INPUT', message, details);
    this.name = 'UsageError';
  }
}

/** Runs `read` over something that was typed; what it finds wrong is bad usage. */
export function asUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isStudioError(error, 'BAD_INPUT')) throw error;
    throw new UsageError(error.message, {
      ...(error.where === undefined ? {} : { where: error.where }),
      ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
      cause: error,
    });
  }
}
