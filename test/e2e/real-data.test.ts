import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { importDocument } from '../../src-main/cli/json-documents.js';
import { skipUnless } from '../skip.js';
import { cli, cliJson, temporaryFolder } from './cli-process.js';

const folder =
  process.env.PINNERFORMER_REAL_DATA ??
  fileURLToPath(new URL('../../../shared/data', import.meta.url));
const workspace = temporaryFolder();

/** Counts that the sources state, or, for MovieLens, that the file has: 240 rows less than stated. */
const sets = [
  {
    preset: 'gowalla',
    file: 'gowalla-nyc/gowalla_events.csv.gz',
    counts: { users: 7_115, pins: 21_509, actions: 138_957, positives: 138_957 },
    first: '2009-04',
    last: '2010-10',
  },
  {
    preset: 'movielens',
    file: 'ml-1m/ratings.dat.gz',
    counts: { users: 6_038, pins: 3_674, actions: 999_969 },
    first: '2000-04',
    last: '2003-02',
  },
  {
    preset: 'deskdrop',
    file: 'deskdrop/interactions.csv.gz',
    counts: { users: 1_895, pins: 2_987, actions: 72_312 },
    first: '2016-03',
    last: '2017-02',
  },
];

for (const { preset, file, counts, first, last } of sets) {
  const path = join(folder, file);
  skipUnless(existsSync(path), `${file} is not in ${folder}`)(
    `${preset} is imported as its source says, a second time changes nothing, and it has a profile`,
    async () => {
      const args = ['import', path, '--dataset', preset, '--as', preset, '--workspace', workspace];
      const report = importDocument.parse(await cliJson(...args));
      expect(report).toMatchObject({ dataset: preset, ...counts, rejected: {} });
      expect(report.firstAt).toMatch(new RegExp(`^${first}`));
      expect(report.lastAt).toMatch(new RegExp(`^${last}`));
      const again = await cli(...args);
      expect(again.stdout).toContain('Nothing was changed');
      const { code, stdout } = await cli('profile', preset, '--workspace', workspace);
      expect(code).toBe(0);
      expect(stdout).toContain('users who can be evaluated');
    },
    120_000,
  );
}
