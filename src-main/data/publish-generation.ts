import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, writeManifest } from './manifest.js';
import type { Workspace } from './workspace.js';

/**
 * Makes the files of a scratch folder (parts/, columns/) the newest generation of `folder`. The
 * manifest is what makes them visible: it comes last, in one rename.
 */
export async function publishGeneration(
  scratch: string,
  folder: string,
  manifest: Manifest,
): Promise<void> {
  if (manifest.generation === 1) {
    await writeManifest(scratch, manifest);
    await fs.rm(folder, { recursive: true, force: true });
    await fs.rename(scratch, folder);
    return;
  }
  for (const kind of ['parts', 'columns'])
    for (const file of await fs.readdir(join(scratch, kind)))
      await fs.rename(join(scratch, kind, file), join(folder, kind, file));
  await writeManifest(folder, manifest);
  // A data set that was made anew has no use for what it was made of before.
  const named = new Set(Object.values(manifest.parts).flat());
  for (const file of await fs.readdir(join(folder, 'parts')))
    if (!named.has(file)) await fs.rm(join(folder, 'parts', file), { force: true });
  // The generation before stays for readers that have it open; older ones are of no use.
  for (const file of await fs.readdir(join(folder, 'columns')))
    if (Number.parseInt(file, 10) < manifest.generation - 1)
      await fs.rm(join(folder, 'columns', file), { force: true });
}

/** Removes scratch folders of writers that were killed; the lock says that none is at work. */
export async function removeLeftovers(workspace: Workspace): Promise<void> {
  const folder = workspace.path('data');
  const entries = await fs.readdir(folder).catch(() => []);
  for (const entry of entries)
    if (entry.startsWith('.') && entry.endsWith('.tmp'))
      await fs.rm(join(folder, entry), { recursive: true, force: true });
}
