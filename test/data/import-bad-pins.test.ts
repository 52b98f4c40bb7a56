import { expect, test } from 'vitest';
import { openDataset } from '../../src-main/data/dataset.js';
import { GOOD, refusedImports } from './support/refused-import.js';
import { temporaryWorkspace } from './support/temporary-workspace.js';

const studio = temporaryWorkspace();
const { fails } = refusedImports(studio);

test('duplicate pins and embeddings with NaN or another width are rejected by line', async () => {
  const pins = await studio.file(
    'pins.csv',
    'pin,embedding\np1,1 2\np1,3 4\np2,1 nan\np3,1 2 3\np4,one two\n,1 2\np5,\n',
  );
  const report = await studio.import(await studio.file('a.csv', GOOD), {
    mapping: { pins: { file: pins } },
  });
  expect(report.rejected).toEqual({
    'duplicate pin': 1,
    'embedding holds NaN or infinity': 1,
    'embedding of another width': 1,
    'unparsable embedding': 1,
    'missing pin': 1,
  });
  const { pins: table } = await openDataset(studio.workspace, 'tiny');
  expect([...table.embeddings]).toEqual([1, 2, 0, 0, 0, 0]);
});

test('a pins file without a readable embedding is refused', async () => {
  const pins = await studio.file('pins.csv', 'pin,embedding\np1,abc\n');
  await fails(
    await studio.file('a.csv', GOOD),
    { message: 'no embedding can be read in "abc".', where: pins },
    { pins: { file: pins } },
  );
});

test('embeddings of another width than the data set has are refused', async () => {
  const path = await studio.file('a.csv', GOOD);
  const pins = await studio.file('pins.csv', 'pin,embedding\np1,1 2\n');
  await studio.import(path, { mapping: { pins: { file: pins } } });
  const wider = await studio.file('wider.csv', 'pin,embedding\np2,1 2 3\n');
  await expect(studio.import(path, { mapping: { pins: { file: wider } } })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: 'the embeddings have width 3, those of the data set have 2.',
  });
});

test('columns of pins without a pins file are refused, and a preset misses its own aloud', async () => {
  const path = await studio.file('a.csv', GOOD);
  await fails(
    path,
    { code: 'BAD_INPUT', remedy: 'Name it in `pins`.' },
    { pins: { columns: { pin: 1 } } },
  );
  const ratings = await studio.file('ratings.dat', '1::5::4::100\n');
  const report = await studio.import(ratings, { as: 'movielens' });
  expect(report.notes).toEqual([expect.stringContaining('No pins file of movielens lies in')]);
});
