import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { previewImport } from '../../src-main/services/import-preview.js';
import { temporaryFolder } from '../e2e/cli-process.js';

function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

const HEAD = 'user_id,item_id,timestamp,stars';

test('a file with telling names is read without being told how', async () => {
  const path = fileOf('a.csv', `${HEAD}\nann,tea,1600000000,5\nbob,ski,1600000060,3\n`);
  expect(await previewImport({ files: [path] })).toEqual({
    format: 'text',
    delimiter: ',',
    header: true,
    columns: ['user_id', 'item_id', 'timestamp', 'stars'],
    rows: [
      ['ann', 'tea', '1600000000', '5'],
      ['bob', 'ski', '1600000060', '3'],
    ],
    mapping: { user: 'user_id', pin: 'item_id', at: 'timestamp', rating: 'stars' },
    accepted: 2,
    rejected: [],
    looked: 2,
    unnamed: [],
    types: [],
    ratings: [
      { value: '5', rows: 1 },
      { value: '3', rows: 1 },
    ],
    problems: [],
    log: path,
    files: [{ path, role: 'actions', looksLikePins: false }],
    pins: null,
  });
});

test('rows that would be rejected are counted by reason, each with its first line', async () => {
  const rows = [
    'ann,tea,1600000000,5',
    ',ski,1600000060,3',
    'bob,,1600000060,3',
    ',dog,1600000061,1',
  ];
  const { accepted, looked, rejected } = await previewImport({
    files: [fileOf('b.csv', `${[HEAD, ...rows].join('\n')}\n`)],
  });
  expect([accepted, looked]).toEqual([1, 4]);
  expect(rejected.map(({ rows, line, text }) => [rows, line, text])).toEqual([
    [2, 3, ',ski,1600000060,3'],
    [1, 4, 'bob,,1600000060,3'],
  ]);
  expect(rejected[0]?.reason).toContain('user');
  expect(rejected[1]?.reason).toContain('pin');
});

test('a preview looks at 200 rows and shows 12 of a long file', async () => {
  const rows = Array.from({ length: 500 }, (_, i) => `u${i % 7},p${i},${1_600_000_000 + i},4`);
  const { rows: shown, ...preview } = await previewImport({
    files: [fileOf('c.csv', `${[HEAD, ...rows].join('\n')}\n`)],
  });
  expect(shown.length).toBe(12);
  expect(preview).toMatchObject({ looked: 200, accepted: 200 });
});

test('columns that are named in the settings outweigh a guess', async () => {
  const path = fileOf('d.csv', 'who,what,when\nann,tea,1600000000\n');
  const preview = await previewImport({
    files: [path],
    settings: { columns: { user: 'what', pin: 'who', at: 'when' } },
  });
  expect(preview.mapping).toEqual({ user: 'what', pin: 'who', at: 'when' });
  expect(preview).toMatchObject({ accepted: 1, problems: [] });
});

test('columns that cannot be told are a problem that says what to do, and no error', async () => {
  const path = fileOf('e.csv', 'x,y\nred,green\nblue,white\n');
  const preview = await previewImport({ files: [path] });
  expect(preview).toMatchObject({
    columns: ['x', 'y'],
    rows: [
      ['red', 'green'],
      ['blue', 'white'],
    ],
    accepted: 0,
    looked: 0,
  });
  expect(preview.problems).toEqual([expect.stringContaining('`columns`')]);
});

test('a time that cannot be read is a problem, and the columns stay what they were told to be', async () => {
  const path = fileOf('t.csv', 'user_id,item_id,when\nann,tea,never\n');
  expect(await previewImport({ files: [path] })).toMatchObject({
    mapping: { user: 'user_id', pin: 'item_id', at: 'when' },
    problems: [expect.stringContaining('no time can be read in "never"')],
  });
});

test('a rule of positives that needs a column which is not there is a problem of the preview', async () => {
  const path = fileOf('f.csv', 'user_id,item_id,timestamp\nann,tea,1600000000\n');
  const { problems } = await previewImport({ files: [path], settings: { positive: 'rating>=4' } });
  expect(problems).toEqual([expect.stringContaining('needs rating')]);
});

test('a packed file is unpacked and says so', async () => {
  const packed = gzipSync(`${HEAD}\nann,tea,1600000000,5\n`);
  expect(await previewImport({ files: [fileOf('g.csv.gz', packed)] })).toMatchObject({
    format: 'text, gzip',
    accepted: 1,
  });
});

test('no file, and one that is not there, are refused', async () => {
  await expect(previewImport({ files: [] })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    remedy: 'Choose a file.',
  });
  const gone = join(temporaryFolder(), 'gone.csv');
  await expect(previewImport({ files: [gone] })).rejects.toMatchObject({
    where: expect.stringContaining('gone.csv'),
  });
});

/** 120 check-ins of 30 places, of which the venues file has 24 and six others. */
const CHECK_INS = Array.from({ length: 120 }, (_, i) => {
  const at = new Date(1.6e12 + i * 3.6e6).toISOString();
  return `${Math.floor(i / 10)}\t${at}\t40.${500 + i}\t-73.${250 + i}\t${1000 + (i % 30)}\n`;
}).join('');
const VENUES = Array.from(
  { length: 30 },
  (_, i) => `${1006 + i}\tHouse of number ${i}\t40.${500 + i}\t-73.${250 + i}\n`,
).join('');

test('a catalogue beside a log, in whatever order, is proposed as its pins, with what it describes', async () => {
  const [log, venues] = [fileOf('log.tsv', CHECK_INS), fileOf('venues.csv', VENUES)];
  for (const files of [
    [log, venues],
    [venues, log],
  ]) {
    const preview = await previewImport({ files });
    expect(preview.log).toBe(log);
    expect(preview).toMatchObject({ accepted: 120, mapping: { user: 1, at: 2, pin: 5 } });
    expect(preview.files.map(({ path, role }) => [path, role])).toEqual(
      files.map(path => [path, path === log ? 'actions' : 'pins']),
    );
    expect(preview.pins).toMatchObject({
      file: venues,
      join: { found: 24, pins: 30, whole: true },
      mapping: { pin: 1, title: 2, lat: 3, lon: 4 },
      settings: { file: venues, header: false, interestsFrom: ['geoCell', 'titleWord'] },
    });
  }
});

test('where columns are named every file is a log, and a named pins file is joined by its columns', async () => {
  const [log, venues] = [fileOf('log.tsv', CHECK_INS), fileOf('venues.csv', VENUES)];
  const columns = { user: 1, at: 2, pin: 5 };
  const said = await previewImport({ files: [log, venues], settings: { columns } });
  expect(said.pins).toBeNull();
  expect(said.files.map(({ role }) => role)).toEqual(['actions', 'actions']);
  const pins = { file: venues, columns: { pin: 3, title: 2 } };
  const wrong = await previewImport({ files: [log], settings: { columns, pins } });
  expect(wrong.pins).toMatchObject({ mapping: { pin: 3, title: 2 }, join: { found: 0, pins: 30 } });
  const bad = { file: venues, columns: { title: 2 } };
  const { pins: broken } = await previewImport({ files: [log], settings: { columns, pins: bad } });
  expect(broken?.problems).toEqual([expect.stringContaining('no column is mapped to pin')]);
});

test('a table of users beside a log and its catalogue is left out', async () => {
  const people = Array.from({ length: 30 }, (_, i) => `${i}::${'FM'[i % 2]}::${i}::480${i}\n`);
  const files = [
    fileOf('users.dat', people.join('')),
    fileOf('log.tsv', CHECK_INS),
    fileOf('venues.csv', VENUES),
  ];
  const preview = await previewImport({ files });
  expect(preview.files.map(({ role }) => role)).toEqual(['other', 'actions', 'pins']);
});

test('a catalogue alone stays what it is given as, and is known for one', async () => {
  const { files, pins, problems } = await previewImport({ files: [fileOf('v.csv', VENUES)] });
  expect(files).toMatchObject([{ role: 'actions', looksLikePins: true }]);
  expect(pins).toBeNull();
  expect(problems.length).toBe(1);
});
