import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { openDataset } from '../../src-main/data/dataset.js';
import { skipUnless } from '../skip.js';
import { temporaryWorkspace } from './support/temporary-workspace.js';

const studio = temporaryWorkspace();
const folder =
  process.env.PINNERFORMER_REAL_DATA ??
  fileURLToPath(new URL('../../../shared/data', import.meta.url));

const withFile = (name: string) =>
  skipUnless(existsSync(join(folder, name)), `${name} is not in ${folder}`);

withFile('gowalla-nyc/gowalla_events.csv.gz')('gowalla is imported as it is', async () => {
  const path = join(folder, 'gowalla-nyc/gowalla_events.csv.gz');
  expect(await studio.import(path, { as: 'gowalla' })).toMatchObject({
    users: 7115,
    pins: 21_509,
    actions: 138_957,
    positives: 138_957,
    rejected: {},
  });
  const { pins } = await openDataset(studio.workspace, 'tiny');
  expect(pins.titles.at(pins.ids.indexOf('1391604'))).toBe('Conference House Park');
});

withFile('deskdrop/interactions.csv.gz')('deskdrop is imported as it is', async () => {
  const path = join(folder, 'deskdrop/interactions.csv.gz');
  expect(await studio.import(path, { as: 'deskdrop' })).toMatchObject({
    users: 1895,
    pins: 2987,
    actions: 72_312,
    positives: 72_312,
    rejected: {},
  });
});

withFile('ml-1m/ratings.dat.gz')('movielens is imported as it is', async () => {
  const path = join(folder, 'ml-1m/ratings.dat.gz');
  const report = await studio.import(path, { as: 'movielens' });
  expect(report).toMatchObject({ cataloguePins: 3883, rejected: {} });
  expect(report.actions).toBeGreaterThan(999_000);
  const { pins } = await openDataset(studio.workspace, 'tiny');
  expect(pins.titles.at(pins.ids.indexOf('73'))).toBe('Misérables, Les (1995)');
  expect(pins.interestNames).toHaveLength(18);
});
