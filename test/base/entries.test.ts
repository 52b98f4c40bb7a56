import { basename, isAbsolute } from 'node:path';
import { expect, test } from 'vitest';
import { type Entry, entryPath } from '../../src-main/base/entries.js';

test.each<Entry>(['job-host', 'batch-worker'])('the built program %s is found', entry => {
  const path = entryPath(entry);
  expect(isAbsolute(path)).toBe(true);
  expect(basename(path)).toBe(`${entry}.mjs`);
});

test('a program that was not built is named with the remedy', () => {
  // A name outside the union stands for an entry whose file is missing.
  const missing = 'nowhere' as Entry;
  expect(() => entryPath(missing)).toThrow(
    expect.objectContaining({
      message: 'the built file nowhere.mjs is missing.',
      remedy: 'Run `npm run build` first.',
    }),
  );
});
