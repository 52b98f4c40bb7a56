import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openDataset } from '../../src-main/data/dataset.js';
import { DuckDb, sqlText } from '../../src-main/data/duckdb.js';
import { readManifest } from '../../src-main/data/manifest.js';
import { CSV, ms, TIMELINES } from './support/four-actions.js';
import { temporaryWorkspace } from './support/temporary-workspace.js';

const studio = temporaryWorkspace();

async function parquet(select: string): Promise<string> {
  const path = `${studio.folder}/rows.parquet`;
  const db = await DuckDb.open();
  await db.run(`COPY (${select}) TO ${sqlText(path)} (FORMAT parquet)`);
  db.close();
  return path;
}

/** The four actions in every format. */
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

test('columns are known by their names where nobody said what they are, and the report tells', async () => {
  const log = 'event_time,session_id,customer_id,product_id,event\n20,s1,ann,tea,buy\n';
  const { notes } = await studio.import(await studio.file('shop.csv', log), {
    mapping: { time: 'ms' },
  });
  expect(notes).toContain(
    'By their names columns are user=customer_id,pin=product_id,at=event_time,type=event (`columns`).',
  );
  expect(await studio.timelines()).toEqual(['ann: tea@20']);
});
