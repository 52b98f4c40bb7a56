import { appendFile } from 'node:fs/promises';
import { version as codeVersion } from '../../package.json';
import type { Workspace } from '../data/workspace.js';
import type { RunModel } from '../train/run-store.js';

/**
 * Test users are looked at once, for all rows of a table: every look is written down in
 * runs/<run>/test-reads.jsonl, before the numbers are shown (spec §1).
 */
export async function logTestRead(
  workspace: Workspace,
  models: readonly RunModel[],
  read: { readonly command: string; readonly cadences: readonly string[]; readonly users: number },
  now: () => Date = () => new Date(),
): Promise<void> {
  const runs = models.map(model => model.run);
  for (const { run, checkpointSha256, contentHash } of models) {
    const line = {
      at: now().toISOString(),
      ...read,
      runs,
      checkpointSha256,
      contentHash,
      codeVersion,
    };
    await appendFile(workspace.path('runs', run, 'test-reads.jsonl'), `${JSON.stringify(line)}\n`);
  }
}
