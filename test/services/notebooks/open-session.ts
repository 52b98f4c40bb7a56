import { dirname, join } from 'node:path';
import {
  NotebookSession,
  type SessionOptions,
} from '../../../src-main/services/notebooks/notebook-session.js';

/** The notebook of a file, opened in a workspace without data sets; no cell runs unless `execute` is given. */
export async function openSession(
  path: string,
  options: Partial<SessionOptions> = {},
): Promise<NotebookSession> {
  const session = new NotebookSession({
    name: 'n',
    path,
    outputsFolder: join(dirname(path), 'n.outputs'),
    execute: () => Promise.reject(new Error('not asked for')),
    fingerprints: async () => ({
      dataset: () => undefined,
      run: () => undefined,
      runs: [],
      everything: '',
    }),
    brokenOff: () => undefined,
    codeVersion: '1',
    now: Date.now,
    ...options,
  });
  await session.open();
  return session;
}
