import { appendFile, readFile } from 'node:fs/promises';
import { version as codeVersion } from '../../package.json';
import type { Workspace } from '../data/workspace.js';
import { runFolder } from '../train/run-folder.js';
import type { RunModel } from '../train/run-store.js';

/**
 * Test users are looked at once, for all rows of a table: every look is written down in
 * runs/<run>/test-reads.jsonl, before the numbers are shown (spec §1). Gives how many looks there have been
 * with this one, at the run that has had most.
 */
export async function logTestRead(
  workspace: Workspace,
  models: readonly RunModel[],
  read: { readonly command: string; readonly cadences: readonly string[]; readonly users: number },
  now: () => Date = () => new Date(),
): Promise<number> {
  const runs = models.map(model => model.run);
  let most = 0;
  for (const { run, checkpointSha256, contentHash } of models) {
    const line = {
      at: now().toISOString(),
      ...read,
      runs,
      checkpointSha256,
      contentHash,
      codeVersion,
    };
    const path = runFolder(workspace, run, 'test-reads.jsonl');
    await appendFile(path, `${JSON.stringify(line)}\n`);
    most = Math.max(most, (await readFile(path, 'utf8')).split('\n').length - 1);
  }
  return most;
}
