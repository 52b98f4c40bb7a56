import type { ChildProcess } from 'node:child_process';
import type { StudioError } from '../../src-main/base/errors.js';
import { createServing, type Serving } from '../../src-main/services/serving/serving.js';
import { makeTinyWorld, trainTiny } from './tiny-run.js';

/** The run that is served, as questions name it, and all cadences. */
export const place = { run: 'served' };
export const cadences = 'once,daily,realtime';

/** A serving process over a run that was trained for it. */
export interface ServedRun {
  readonly serving: Serving;
  /** Its processes so far. */
  readonly children: readonly ChildProcess[];
  /** The test user with the most actions, and when training ended. */
  readonly user: string;
  readonly trainedMs: number;
}

/** Makes a world in a workspace, trains a tiny run on it and serves it; whoever asks stops it. */
export async function serveTinyRun(workspace: string): Promise<ServedRun> {
  const children: ChildProcess[] = [];
  await makeTinyWorld(workspace);
  await trainTiny(workspace, place.run);
  const serving = createServing(workspace, {
    device: 'cpu',
    onStarted: child => children.push(child),
  });
  const page = await serving.users({ place, part: 'test', order: 'actions', offset: 0, limit: 5 });
  const user = page.users[0]?.id ?? '';
  const { trainedMs } = await serving.userTimeline({ ...place, user });
  return { serving, children, user, trainedMs };
}

/** The code of the error that a question ends with; "answered" where it does not. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'answered',
    (error: StudioError) => error.code,
  );
}
