import { promises as fs } from 'node:fs';
import { MANIFEST } from '../../data/manifest.js';
import type { Workspace } from '../../data/workspace.js';

/** When a file was written last; 0 where there is no such file, which opening it will tell. */
export async function writtenAt(path: string): Promise<number> {
  return (await fs.stat(path).catch(() => undefined))?.mtimeMs ?? 0;
}

/** The file that every change of a data set replaces. */
export function manifestPath(workspace: Workspace, dataset: string): string {
  return workspace.path('data', dataset, MANIFEST);
}
