import { execFileSync } from 'node:child_process';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, type TestContext } from 'vitest';

/** Folder of a file system of a few kilobytes, until the test ends; skips it for a user who may not mount one. */
export async function tinyDisk(context: TestContext, kilobytes: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pinnerformer-disk-'));
  onTestFinished(() => rmdir(folder));
  const options = ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder];
  try {
    execFileSync('mount', options, { stdio: 'ignore' });
  } catch {
    context.skip('this user may not mount a small file system');
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}
