import { isStudioError, StudioError } from '../base/errors.js';
import { JobInterrupted } from '../services/job-process.js';
import type { CommandRun } from './shell.js';

/**
 * Runs a training; when it stops before its end, the error says which checkpoint there is and the
 * exact command that goes on from it.
 */
export async function sayHowToGoOn<T>(
  { engine }: CommandRun,
  run: string,
  command: string,
  train: () => Promise<T>,
): Promise<T> {
  try {
    return await train();
  } catch (error) {
    if (!isStudioError(error)) throw error;
    const cancelled = error.code === 'CANCELLED';
    if (!cancelled && !(error instanceof JobInterrupted)) throw error;
    const details = await engine.runs.show(run).catch(() => undefined);
    if (!details) throw error;
    const kept = details.checkpoint
      ? `the checkpoint of step ${details.steps} is kept in ${details.checkpoint}`
      : 'it had no checkpoint yet';
    const what = cancelled
      ? `Run "${run}" was stopped: ${kept}.`
      : `run "${run}" was interrupted, ${kept}: ${error.message}`;
    throw new StudioError(error.code, what, {
      remedy: `Go on with: ${command}`,
      cause: error,
    });
  }
}
