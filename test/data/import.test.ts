import { readdir } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openDataset } from '../../src-main/data/dataset.js';
import { DuckDb, sqlText } from '../../src-main/data/duckdb.js';
import { readManifest } from '../../src-main/data/manifest.js';
import { temporaryWorkspace } from './support/temporary-workspace.js';

const studio = temporaryWorkspace();

/** The same four actions of two users, ties in source order, in every format. */
const CSV = `user,pin,at,type,durationSeconds
b,p2,20,save,
a,p9,10,closeup,12.5
a,p1,10,save,
a,p3,5,closeup,3
`;
const TIMELINES = ['b: p2@20', 'a: p3@5 p9@10 p1@10'];
const ms = { mapping: { time: 'ms', positive: 'type = save or duration > 10' } } as const;

async function parquet(select: string): Promise<string> {
  const path = `${studio.folder}/rows.parquet`;
  const db = await DuckDb.open();
  await db.run(`COPY (${select}) TO ${sqlText(path)} (FORMAT parquet)`);
  db.close();
  return path;
}

const FORMATS: Record<string, () => Promise<string>> = {
  csv: () => studio.file('a.csv', CSV),
  'csv.gz': () => studio.file('a.csv.gz', gzipSync(CSV)),
  tsv: () => studio.file('a.tsv', CSV.replaceAll(',', '\t')),
  'text with ::': () => studio.file('a.dat', CSV.replaceAll(',', '::')),
  'json lines': () =>
    studio.file(
      'a.jsonl',
      [
        { user: 'b', pin: 'p2', at: 20, type: 'save' },
        { user: 'a', pin: 'p9', at: 10, type: 'closeup', durationSeconds: 12.5 },
        { user: 'a', pin: 'p1', at: 10, type: 'save', durationSeconds: null },
        { user: 'a', pin: 'p3', at: 5, type: 'closeup', durationSeconds: 3 },
      ]
        .map(row => `${JSON.stringify(row)}\n`)
        .join(''),
    ),
  parquet: () =>
    parquet(`SELECT * FROM (VALUES ('b', 'p2', 20, 'save', NULL), ('a', 'p9', 10, 'closeup', 12.5),
    ('a', 'p1', 10, 'save', NULL), ('a', 'p3', 5, 'closeup', 3)) t("user", pin, "at", type, durationSeconds)`),
  'parquet with timestamps': () =>
    parquet(`SELECT * FROM (VALUES ('b', 'p2', make_timestamp_ms(20), 'save', NULL), ('a', 'p9', make_timestamp_ms(10), 'closeup', 12.5),
    ('a', 'p1', make_timestamp_ms(10), 'save', NULL), ('a', 'p3', make_timestamp_ms(5), 'closeup', 3)) t("user", pin, "at", type, durationSeconds)`),
};

test.each(Object.keys(FORMATS))('%s gives the same timelines', async format => {
  const report = await studio.import(await FORMATS[format]!(), ms);
  expect(await studio.timelines()).toEqual(TIMELINES);
  expect(report).toMatchObject({
    dataset: 'tiny',
    users: 2,
    pins: 4,
    actions: 4,
    positives: 3,
    rejected: {},
    firstAt: '1970-01-01T00:00:00.005Z',
    lastAt: '1970-01-01T00:00:00.020Z',
  });
  const { has, actionTypes, timelines } = await openDataset(studio.workspace, 'tiny');
  expect(has).toMatchObject({ type: true, surface: false, duration: true, time: true });
  expect(actionTypes).toEqual(['save', 'closeup']);
  expect([...timelines.durationSeconds]).toEqual([0, 3, 12.5, 0]);
  expect([...timelines.positive]).toEqual([1, 0, 1, 1]);
});

test('a gzipped Parquet file is read too, and its unpacked copy is gone afterwards', async () => {
  const { readFile } = await import('node:fs/promises');
  const plain = await readFile(await FORMATS.parquet!());
  await studio.import(await studio.file('a.parquet.gz', gzipSync(plain)), ms);
  expect(await studio.timelines()).toEqual(TIMELINES);
  expect(await studio.dataFolder()).toEqual(['tiny']);
});

test('columns may be given by position, and a first line of values is not taken for a header', async () => {
  const path = await studio.file('a.csv', 'a,p1,1000,5\na,p2,2000,3\n');
  const report = await studio.import(path, {
    mapping: { columns: { user: 1, pin: 2, at: 3, rating: 4 }, positive: 'rating >= 4' },
  });
  expect(await studio.timelines()).toEqual(['a: p1@1000000 p2@2000000']);
  expect(report.positives).toBe(1);
  expect(report.notes).toEqual([expect.stringContaining('not as a header')]);
});

test.each<[first: string, isData: boolean]>([
  ['u1,p1,1000', true],
  ['u1,p1,broken', true],
  ['david,madrid,soon', true],
  ['user,pin,at', false],
  ['userId,movie_id,"time stamp"', false],
  ['Customer ID,ASIN,Review Date', false],
])('without a word the first line %s is a row: %s', async (first, isData) => {
  const path = await studio.file('a.csv', `${first}\nu2,p2,2000\n`);
  const report = await studio.import(path, {
    mapping: { columns: { user: 1, pin: 2, at: 3 }, time: 'ms' },
  });
  const rejected = report.rejected['unparsable time'] ?? 0;
  expect(report.actions + rejected).toBe(isData ? 2 : 1);
});

test('a pins file without a header keeps its first pin, whatever its ids look like', async () => {
  const pins = await studio.file('pins.dat', 'item-a::One::x|y\nitem-b::Two::y\n');
  await studio.import(await studio.file('a.csv', CSV), {
    mapping: {
      ...ms.mapping,
      pins: { file: pins, columns: { pin: 1, title: 2, interests: 3 }, interestsSeparator: '|' },
    },
  });
  const { pins: table } = await openDataset(studio.workspace, 'tiny');
  expect([0, 1].map(pin => table.titles.at(pin))).toEqual(['One', 'Two']);
});

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

test('a Parquet file of many row groups is read in its own order', async () => {
  const path = `${studio.folder}/many.parquet`;
  const db = await DuckDb.open();
  await db.run(
    `COPY (SELECT 'u' AS "user", 'p' || i AS pin, 5 AS "at" FROM range(20000) t(i)) TO ${sqlText(path)} (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
  );
  db.close();
  await studio.import(path, { mapping: { time: 'ms' } });
  const { pins, timelines } = await openDataset(studio.workspace, 'tiny');
  const inOrder = Array.from(timelines.pin, (pin, i) => pins.ids.at(pin) === `p${i}`);
  expect(inOrder.every(Boolean)).toBe(true);
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

test('a pins file brings titles, interests and embeddings in any column', async () => {
  const pins = await studio.file(
    'pins.csv',
    'id;name;topics;vector\np1;Élan;a|b;0.5 -1\np2;;;"[1, 2]"\np5;Never seen;a;3 4\n',
  );
  const report = await studio.import(await studio.file('a.csv', CSV), {
    mapping: {
      ...ms.mapping,
      pins: {
        file: pins,
        columns: { pin: 'id', title: 'name', interests: 'topics', embedding: 'vector' },
        interestsSeparator: '|',
      },
    },
  });
  expect(report).toMatchObject({ pins: 4, cataloguePins: 5 });
  const { pins: table, has } = await openDataset(studio.workspace, 'tiny');
  const at = (id: string) => table.ids.indexOf(id);
  expect(has).toMatchObject({ embedding: true, interests: true, title: true });
  expect(table.titles.at(at('p1'))).toBe('Élan');
  expect(table.interestNames).toEqual(['a', 'b']);
  expect(
    ['p1', 'p2', 'p3'].map(id => [...table.embeddings.slice(2 * at(id), 2 * at(id) + 2)]),
  ).toEqual([
    [0.5, -1],
    [1, 2],
    [0, 0],
  ]);
});

test('a Parquet pins file brings lists of numbers and of interests', async () => {
  const path = `${studio.folder}/pins.parquet`;
  const db = await DuckDb.open();
  await db.run(
    `COPY (SELECT * FROM (VALUES ('p1', 'One', ['a', 'b'], [1.0, 2.0]), ('p2', 'Two', [], [3.0, 'nan'::DOUBLE]),
      ('p3', NULL, NULL, [5.0, NULL]), ('p9', 'Nine', ['b'], NULL)) t(pin, title, interests, embedding)) TO ${sqlText(path)} (FORMAT parquet)`,
  );
  db.close();
  const report = await studio.import(await studio.file('a.csv', CSV), {
    mapping: { ...ms.mapping, pins: { file: path } },
  });
  expect(report.rejected).toEqual({ 'embedding holds NaN or infinity': 2 });
  const { pins } = await openDataset(studio.workspace, 'tiny');
  expect(['p1', 'p2', 'p9'].map(id => pins.titles.at(pins.ids.indexOf(id)))).toEqual([
    'One',
    '',
    'Nine',
  ]);
  expect([...pins.embeddings.slice(0, 4)]).toEqual([1, 2, 0, 0]);
  expect(pins.interestNames).toEqual(['a', 'b']);
});

test('Parquet parts can be queried by anyone', async () => {
  await studio.import(await studio.file('a.csv', `${CSV}a,p1,soon,save,\n`), ms);
  const { parts } = await readManifest(studio.workspace, 'tiny');
  const part = (name: string) =>
    `read_parquet(${sqlText(studio.workspace.path('data', 'tiny', 'parts', name))})`;
  const db = await DuckDb.open();
  try {
    expect(
      await db.rows(
        `SELECT "user", pin, epoch_ms("at")::INT AS "at", durationSeconds, rating, positive FROM ${part(parts.actions[0]!)} LIMIT 2`,
      ),
    ).toEqual([
      { user: 'b', pin: 'p2', at: 20, durationSeconds: null, rating: null, positive: true },
      { user: 'a', pin: 'p9', at: 10, durationSeconds: 12.5, rating: null, positive: true },
    ]);
    expect(
      await db.rows(`SELECT line::INT AS line, reason, text FROM ${part(parts.rejects[0]!)}`),
    ).toEqual([{ line: 6, reason: 'unparsable time', text: 'a,p1,soon,save,' }]);
    expect(await db.rows(`SELECT count(*)::INT AS pins FROM ${part(parts.pins[0]!)}`)).toEqual([
      { pins: 4 },
    ]);
  } finally {
    db.close();
  }
});

test('a YAML mapping says the same as flags, and flags win over it', async () => {
  const map = await studio.file(
    'map.yaml',
    'columns: {user: who, pin: what, at: when}\ntime: s\npositive: all\npins: {file: pins.csv, columns: {pin: 1, title: 2}}\n',
  );
  await studio.file('pins.csv', 'pin,title\np1,One\n');
  const path = await studio.file('a.csv', 'who,what,when\na,p1,7\n');
  await studio.import(path, { map, mapping: { time: 'ms' } });
  expect(await studio.timelines()).toEqual(['a: p1@7']);
  expect((await openDataset(studio.workspace, 'tiny')).pins.titles.at(0)).toBe('One');
});

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

test('places of actions become interests unasked, where no pins file says more', async () => {
  await studio.import(
    await studio.file('a.csv', 'user,pin,at,lat,lon\na,p1,1,40.71,-74.01\nb,p2,2,40.75,-73.99\n'),
    { mapping: { time: 'ms', positive: 'all' } },
  );
  const { pins } = await openDataset(studio.workspace, 'tiny');
  expect(pins.interestNames).toEqual(['cell 40.70 -74.02', 'cell 40.74 -74.00']);
  expect([...pins.interests]).toEqual([0, 1]);
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

test('a cancelled import leaves nothing', async () => {
  const controller = new AbortController();
  controller.abort();
  const { importActions } = await import('../../src-main/data/import.js');
  const files = [await studio.file('a.csv', CSV)];
  await expect(
    importActions(
      studio.workspace,
      { dataset: 'tiny', files, ...ms },
      { signal: controller.signal },
    ),
  ).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await studio.dataFolder()).toEqual([]);
});
