import { expect } from 'vitest';
import type { ImportMapping } from '../../../src-main/data/import-mapping.js';
import type { temporaryWorkspace } from './temporary-workspace.js';

/** A log of two actions that is taken. */
export const GOOD = 'user,pin,at,durationSeconds\na,p1,1000,1\nb,p2,2000,2\n';

/** Expectations of imports into a workspace that are refused. */
export function refusedImports(studio: ReturnType<typeof temporaryWorkspace>) {
  /** Nothing half-written is visible after a failure. */
  async function nothingWritten(): Promise<void> {
    expect(await studio.dataFolder()).toEqual([]);
  }

  async function fails(path: string, expected: object, mapping: ImportMapping = {}): Promise<void> {
    await expect(studio.import(path, { mapping })).rejects.toMatchObject(expected);
    await nothingWritten();
  }
  return { nothingWritten, fails };
}
