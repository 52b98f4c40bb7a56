import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openDataset } from '../../src-main/data/dataset.js';
import { readManifest } from '../../src-main/data/manifest.js';
import { CSV, ms, TIMELINES } from './support/four-actions.js';
import { temporaryWorkspace } from './support/temporary-workspace.js';

const studio = temporaryWorkspace();

test('the same file again changes nothing and says so; under another name it is known too', async () => {
  const path = await studio.file('a.csv', CSV);
  const first = await studio.import(path, ms);
  const again = await studio.import(path, ms);
  expect(again).toMatchObject({ unchanged: true, actions: 4, contentHash: first.contentHash });
  expect(again.added).toEqual({ users: 0, actions: 0, rejected: 0 });
  expect(again.notes).toEqual([expect.stringContaining('is in tiny already')]);
  const copy = await studio.file('copy.csv', CSV);
  expect(await studio.import(copy)).toMatchObject({ unchanged: true });
});

test('a later file appends, also when given together with the first', async () => {
  const first = await studio.file('a.csv', CSV);
  await studio.import(first, ms);
  const later = await studio.file('b.csv', 'user,pin,at,type,durationSeconds\nb,p1,7,save,\n');
  const report = await studio.import(first, { files: [first, later] });
  expect(await studio.timelines()).toEqual(['b: p1@7 p2@20', TIMELINES[1]]);
  expect(report).toMatchObject({ actions: 5, positives: 4, unchanged: false });
  expect(report.added).toEqual({ users: 0, actions: 1, rejected: 0 });
});

test('actions of a file without a type column have the type unknown among typed ones', async () => {
  await studio.import(await studio.file('a.csv', CSV), { mapping: { time: 'ms' } });
  const untyped = await studio.file('b.csv', 'user,pin,at\nc,p1,7\n');
  await studio.import(untyped, { mapping: { time: 'ms' } });
  const { actionTypes, timelines } = await openDataset(studio.workspace, 'tiny');
  expect(Array.from(timelines.type, type => actionTypes[type])).toEqual([
    'save',
    'closeup',
    'closeup',
    'save',
    'unknown',
  ]);
});

test('and so have the untyped ones that were there before', async () => {
  await studio.import(await studio.file('b.csv', 'user,pin,at\nc,p1,7\n'), {
    mapping: { time: 'ms' },
  });
  await studio.import(await studio.file('a.csv', CSV), { mapping: { time: 'ms' } });
  const { actionTypes, timelines } = await openDataset(studio.workspace, 'tiny');
  expect(actionTypes).toEqual(['unknown', 'save', 'closeup']);
  expect(timelines.type[0]).toBe(0);
});

test('one import of two files equals two imports of one', async () => {
  const a = await studio.file('a.csv', CSV);
  const b = await studio.file('b.csv', 'user,pin,at,type,durationSeconds\na,p7,10,save,\n');
  const together = await studio.import(a, { ...ms, files: [a, b] });
  await studio.import(a, { ...ms, dataset: 'apart' });
  const apart = await studio.import(b, { ...ms, dataset: 'apart' });
  expect(apart.contentHash).toBe(together.contentHash);
  expect(await studio.timelines('apart')).toEqual(['b: p2@20', 'a: p3@5 p9@10 p1@10 p7@10']);
});

test('another positive rule for the same data set is a conflict', async () => {
  const path = await studio.file('a.csv', CSV);
  await studio.import(path, ms);
  await expect(
    studio.import(path, { mapping: { time: 'ms', positive: 'type = save' } }),
  ).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('with all of its files and other settings a data set can be made anew, and nothing else of it stays', async () => {
  const path = await studio.file('a.csv', CSV);
  const first = await studio.import(path, { ...ms, anew: true });
  const columns = { user: 'pin', pin: 'user', at: 'at' };
  const swapped = { mapping: { time: 'ms', columns }, dataset: 'swapped' } as const;
  const expected = await studio.import(path, swapped);
  const again = await studio.import(path, { ...swapped, dataset: 'tiny', anew: true });
  expect(again.contentHash).toBe(expected.contentHash);
  expect(again.contentHash).not.toBe(first.contentHash);
  expect(await studio.timelines()).toEqual(await studio.timelines('swapped'));
  const manifest = await readManifest(studio.workspace, 'tiny');
  expect((await readdir(studio.workspace.path('data', 'tiny', 'parts'))).sort()).toEqual(
    Object.values(manifest.parts).flat().sort(),
  );
  const same = await studio.import(path, { ...swapped, dataset: 'tiny', anew: true });
  expect(same.unchanged).toBe(true);
});

test('without one of its files a data set is not made anew', async () => {
  const a = await studio.file('a.csv', CSV);
  const b = await studio.file('b.csv', 'user,pin,at,type,durationSeconds\nb,p1,7,save,\n');
  await studio.import(a, ms);
  await studio.import(b, ms);
  await expect(
    studio.import(b, { mapping: { time: 'ms', positive: 'type = save' }, anew: true }),
  ).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('with --time order the rows are the time, over several files', async () => {
  const a = await studio.file('a.csv', 'user,pin\na,p2\nb,p1\na,p1\n');
  const b = await studio.file('b.csv', 'user,pin\na,p3\n');
  const options = { mapping: { time: 'order' } } as const;
  const report = await studio.import(a, options);
  expect(report.notes.join(' ')).toContain('leaveOneOut');
  await studio.import(b, options);
  expect(await studio.timelines()).toEqual(['a: p2@0 p1@2 p3@3', 'b: p1@1']);
  expect((await openDataset(studio.workspace, 'tiny')).has.time).toBe(false);
});
