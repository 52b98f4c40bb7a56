import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openDataset } from '../../src-main/data/dataset.js';
import { temporaryWorkspace } from './support/temporary-workspace.js';

const studio = temporaryWorkspace();

test('the gowalla preset finds the venues beside the check-ins', async () => {
  await studio.file(
    'gowalla_venues.csv',
    '7\tJoe\'s "Pizza" Bar\t40.7301\t-73.9999\n8\t\t40.75\t-73.99\n',
  );
  const path = await studio.file(
    'gowalla_events.csv.gz',
    gzipSync(
      '0\t2010-10-12T00:21:28Z\t40.73\t-74.0\t7\n0\t2010-10-11T00:21:28Z\t40.61\t-73.99\t9\n',
    ),
  );
  await studio.import(path, { as: 'gowalla' });
  const { pins } = await openDataset(studio.workspace, 'tiny');
  const interests = (id: string) => {
    const pin = pins.ids.indexOf(id);
    return [...pins.interests.slice(pins.interestOffsets[pin], pins.interestOffsets[pin + 1])].map(
      index => pins.interestNames[index],
    );
  };
  expect(pins.titles.at(0)).toBe('Joe\'s "Pizza" Bar');
  expect(interests('7')).toEqual(['cell 40.72 -74.00', 'bar']);
  expect(interests('8')).toEqual(['cell 40.74 -74.00']);
  // Pin 9 is in no venue file: its place comes from the check-in.
  expect(interests('9')).toEqual(['cell 40.60 -74.00']);
  expect(await studio.timelines()).toEqual(['0: 9@1286756488000 7@1286842888000']);
});

test('the movielens preset reads latin-1 titles and genres, ties in file order', async () => {
  await studio.file('movies.dat', Buffer.from("5::Caf\u00e9::Comedy|War\n4::B's::War\n", 'latin1'));
  const path = await studio.file('ratings.dat', '1::5::4::100\n1::4::3::100\n1::9::5::99\n');
  const report = await studio.import(path, { as: 'movielens' });
  expect(report).toMatchObject({ users: 1, pins: 3, positives: 2 });
  expect(await studio.timelines()).toEqual(['1: 9@99000 5@100000 4@100000']);
  const { pins } = await openDataset(studio.workspace, 'tiny');
  expect([pins.titles.at(0), pins.interestNames]).toEqual(['Café', ['Comedy', 'War']]);
});

test('the deskdrop preset keeps action types and counts views as positive', async () => {
  const path = await studio.file(
    'interactions.csv',
    'timestamp,eventType,contentId,personId\n100,VIEW,-5,7\n101,COMMENT CREATED,-5,7\n102,SHARE,-5,7\n',
  );
  expect(await studio.import(path, { as: 'deskdrop' })).toMatchObject({ actions: 3, positives: 2 });
  expect((await openDataset(studio.workspace, 'tiny')).actionTypes).toEqual([
    'VIEW',
    'COMMENT CREATED',
    'SHARE',
  ]);
});
