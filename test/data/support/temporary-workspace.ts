import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { openDataset } from '../../../src-main/data/dataset.js';
import { type ImportOptions, importActions } from '../../../src-main/data/import.js';
import { openWorkspace, type Workspace } from '../../../src-main/data/workspace.js';

/** A workspace and a folder of input files, new for each test of the file that calls this. */
export function temporaryWorkspace() {
  let workspace: Workspace;
  let folder: string;
  beforeEach(async () => {
    folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
    workspace = await openWorkspace(join(folder, 'studio'), {
      create: true,
      access: 'write',
    });
  });
  afterEach(async () => {
    await workspace.close();
    await fs.rm(folder, { recursive: true, force: true });
  });

  return {
    get workspace() {
      return workspace;
    },
    get folder() {
      return folder;
    },
    /** Writes an input file and returns its path. */
    async file(name: string, content: string | Uint8Array): Promise<string> {
      const path = join(folder, name);
      await fs.writeFile(path, content);
      return path;
    },
    import(path: string, options: Partial<ImportOptions> = {}) {
      return importActions(workspace, { dataset: 'tiny', files: [path], ...options });
    },
    /** `user: pin@ms …` for each user, in the order of the data set. */
    async timelines(name = 'tiny'): Promise<string[]> {
      const dataset = await openDataset(workspace, name);
      const { offsets, pin, atMs, userCount } = dataset.timelines;
      return Array.from({ length: userCount }, (_, user) => {
        const actions: string[] = [];
        for (let i = offsets[user]!; i < offsets[user + 1]!; i++)
          actions.push(`${dataset.pins.ids.at(pin[i]!)}@${atMs[i]}`);
        return `${dataset.userIds.at(user)}: ${actions.join(' ')}`;
      });
    },
    /** Names below data/, hidden ones too. */
    async dataFolder(): Promise<string[]> {
      const names = await fs.readdir(workspace.path('data')).catch(() => []);
      return names.sort();
    },
  };
}
