import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openDataset } from '../../src-main/data/dataset.js';
import { DuckDb, sqlText } from '../../src-main/data/duckdb.js';
import { importActions } from '../../src-main/data/import.js';
import type { ImportMapping } from '../../src-main/data/import-mapping.js';
import { openWorkspace } from '../../src-main/data/workspace.js';
import { skipUnless } from '../skip.js';
import { tinyDisk } from '../tiny-disk.js';
import { temporaryWorkspace } from './support/temporary-workspace.js';

const studio = temporaryWorkspace();

const GOOD = 'user,pin,at,durationSeconds\na,p1,1000,1\nb,p2,2000,2\n';

/** Nothing half-written is visible after a failure. */
async function nothingWritten(): Promise<void> {
  expect(await studio.dataFolder()).toEqual([]);
}

async function fails(path: string, expected: object, mapping: ImportMapping = {}): Promise<void> {
  await expect(studio.import(path, { mapping })).rejects.toMatchObject(expected);
  await nothingWritten();
}

test('a missing file is named with the nearest in its folder', async () => {
  await studio.file('ratings.csv', GOOD);
  await fails(`${studio.folder}/rating.csv`, {
    code: 'NOT_FOUND',
    where: `${studio.folder}/rating.csv`,
    remedy: 'Did you mean ratings.csv?',
  });
  await fails(`${studio.folder}/none/rating.csv`, {
    code: 'NOT_FOUND',
    remedy: expect.stringContaining('does not exist either'),
  });
});

const isRoot = process.getuid?.() === 0;
skipUnless(!isRoot && process.platform !== 'win32', 'root may read every file')(
  'an unreadable file is named with its cause',
  async () => {
    const path = await studio.file('a.csv', GOOD);
    await fs.chmod(path, 0);
    await fails(path, { code: 'UNAVAILABLE', message: 'the file cannot be read (EACCES).' });
  },
);

test('a folder is no file', () => fails(studio.folder, { code: 'BAD_INPUT' }));

test('an empty file and a header without rows are refused', async () => {
  await fails(await studio.file('a.csv', ''), {
    code: 'BAD_INPUT',
    message: 'the file is empty.',
  });
  await fails(await studio.file('a.csv.gz', gzipSync('')), { message: 'the file is empty.' });
  await fails(await studio.file('b.csv', 'user,pin,at\n'), {
    code: 'BAD_INPUT',
    message: expect.stringMatching(/no time can be read|has no rows/),
  });
});

test('a wrong delimiter is answered with the right one', async () => {
  await fails(
    await studio.file('a.csv', GOOD.replaceAll(',', ';')),
    {
      code: 'BAD_INPUT',
      message: expect.stringContaining('the delimiter "," does not occur'),
      remedy: 'Give ";" as `delimiter`.',
    },
    { delimiter: ',' },
  );
});

test('UTF-16 and binary files are refused, and latin-1 where UTF-8 was asked for', async () => {
  await fails(await studio.file('a.csv', Buffer.from(`\ufeff${GOOD}`, 'utf16le')), {
    code: 'BAD_INPUT',
    message: 'the file is encoded in UTF-16.',
  });
  await fails(await studio.file('b.csv', Buffer.from([0x89, 0x50, 0, 1, 2])), {
    code: 'BAD_INPUT',
    message: expect.stringContaining('zero bytes'),
  });
  const latin = Buffer.from('user,pin,at\na,caf\u00e9,1000\n', 'latin1');
  await fails(
    await studio.file('c.csv', latin),
    { code: 'BAD_INPUT', remedy: expect.stringContaining('latin-1 as `encoding`') },
    { encoding: 'utf-8' },
  );
});

test('a column that is not there is answered with the nearest', async () => {
  const path = await studio.file('a.csv', 'userId,pin,timestamp\na,p1,1000\n');
  await fails(
    path,
    {
      code: 'BAD_INPUT',
      message: 'there is no column "usrId" for user; the columns are "userId", "pin", "timestamp".',
      where: `${path}:1`,
      remedy: 'Did you mean userId?',
    },
    { columns: { user: 'usrId', pin: 'pin', at: 'timestamp' } },
  );
  await fails(
    path,
    { message: 'user is mapped to column 9, but the file has 3 columns.' },
    { columns: { user: 9, pin: 2, at: 3 } },
  );
  await fails(
    path,
    { message: expect.stringContaining('mapped to "x", but the file has no header') },
    {
      header: false,
      columns: { user: 'x', pin: 2, at: 3 },
    },
  );
});

test('without a column for user, pin or time the file is refused', async () => {
  const path = await studio.file('a.csv', 'who,pin,when\na,p1,1000\n');
  await fails(path, { message: expect.stringContaining('no column is mapped to user') });
  await fails(
    path,
    {
      message: 'no column is mapped to at.',
      remedy: expect.stringContaining('`time` as order'),
    },
    { columns: { user: 'who', pin: 'pin' } },
  );
  await fails(
    path,
    { message: 'the positive rule "rating >= 4" needs rating, and no column is mapped to it.' },
    { columns: { user: 'who', pin: 'pin', at: 'when' }, positive: 'rating >= 4' },
  );
});

test('a file none of whose times can be parsed is refused, in whatever format they were said to be', async () => {
  const path = await studio.file('a.csv', 'user,pin,at\na,p1,soon\n');
  await fails(path, { code: 'BAD_INPUT', message: 'no time can be read in "soon".' });
  await fails(
    path,
    { code: 'BAD_INPUT', message: 'no row can be used (unparsable time: 1).', where: path },
    { time: 'iso' },
  );
});

test('every kind of bad row is rejected with its line and reason, and the others are kept', async () => {
  const path = await studio.file(
    'a.csv',
    `user,pin,at,durationSeconds,rating
a,p1,1000,1,5
,p1,1001,1,5
a, ,1002,1,5
a,p1,,1,5
a,p1,later,1,5
a,p1,1003,-4,5
a,p1,1004,long,5
a,p1,1005,,good
a,p1
a,p1,1006,1,5,6
b,p2,1007,,
`,
  );
  const report = await studio.import(path);
  expect(report).toMatchObject({
    users: 2,
    actions: 2,
    rejected: {
      'missing user': 1,
      'missing pin': 1,
      'missing time': 1,
      'unparsable time': 1,
      'negative duration': 1,
      'unparsable duration': 1,
      'unparsable rating': 1,
      'too few columns': 1,
      'too many columns': 1,
    },
  });
  const db = await DuckDb.open();
  const part = studio.workspace.path('data', 'tiny', 'parts', 'rejects-0001-000.parquet');
  const rows = await db.rows(
    `SELECT line::INT AS line, reason FROM read_parquet(${sqlText(part)}) ORDER BY line`,
  );
  db.close();
  expect(rows.map(row => [row.line, row.reason])).toEqual([
    [3, 'missing user'],
    [4, 'missing pin'],
    [5, 'missing time'],
    [6, 'unparsable time'],
    [7, 'negative duration'],
    [8, 'unparsable duration'],
    [9, 'unparsable rating'],
    [10, 'too few columns'],
    [11, 'too many columns'],
  ]);
});

test('all rejected rows are counted, the first hundred of a reason are kept', async () => {
  const bad = Array.from({ length: 250 }, (_, i) => `a,p${i},soon\n`).join('');
  const report = await studio.import(await studio.file('a.csv', `user,pin,at\na,p,1000\n${bad}`));
  expect(report.rejected).toEqual({ 'unparsable time': 250 });
  const db = await DuckDb.open();
  const part = studio.workspace.path('data', 'tiny', 'parts', 'rejects-0001-000.parquet');
  const [row] = await db.rows(`SELECT count(*)::INT AS kept FROM read_parquet(${sqlText(part)})`);
  db.close();
  expect(row).toEqual({ kept: 100 });
});

test('more rejected rows than --max-rejects fail the import', async () => {
  const path = await studio.file('a.csv', 'user,pin,at\na,p1,1000\na,p1,soon\na,p1,late\n');
  await expect(studio.import(path, { maxRejects: 1 })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: 'more than 1 rows were rejected (unparsable time: 2).',
  });
  await nothingWritten();
  expect(await studio.import(path, { maxRejects: 2 })).toMatchObject({ actions: 1 });
});

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

test('what a killed import left behind goes with the next one', async () => {
  const leftover = studio.workspace.path('data', '.tiny.0011aabb.tmp', 'parts');
  await fs.mkdir(leftover, { recursive: true });
  await studio.import(await studio.file('a.csv', GOOD));
  expect(await studio.dataFolder()).toEqual(['tiny']);
});

test('a gzip file that is cut or damaged stops the import', async () => {
  const rows = Array.from({ length: 5000 }, () => `${randomBytes(6).toString('hex')},p,1000`);
  const whole = gzipSync(`user,pin,at\n${rows.join('\n')}\n`);
  await fails(await studio.file('cut.csv.gz', whole.subarray(0, whole.length - 2000)), {
    code: 'BAD_INPUT',
    message: 'the file is cut: its gzip stream ends in the middle.',
  });
  const damaged = Buffer.from(whole);
  damaged.fill(0xff, damaged.length - 3000, damaged.length - 2900);
  await fails(await studio.file('bad.csv.gz', damaged), {
    code: 'BAD_INPUT',
    message: expect.stringContaining('gzip stream'),
  });
});

test('a Parquet file that is cut stops the import', async () => {
  const path = `${studio.folder}/a.parquet`;
  const db = await DuckDb.open();
  await db.run(
    `COPY (SELECT 'a' AS "user", 'p' AS pin, range AS "at" FROM range(1000)) TO ${sqlText(path)} (FORMAT parquet)`,
  );
  db.close();
  const whole = await fs.readFile(path);
  await fs.writeFile(path, whole.subarray(0, whole.length - 300));
  await fails(path, {
    code: 'BAD_INPUT',
    message: expect.stringContaining('cut or damaged'),
    where: path,
  });
});

test('a Parquet file without rows is refused', async () => {
  const path = `${studio.folder}/a.parquet`;
  const db = await DuckDb.open();
  await db.run(
    `COPY (SELECT 'a' AS "user", 'p' AS pin, 1 AS "at" WHERE false) TO ${sqlText(path)} (FORMAT parquet)`,
  );
  db.close();
  await fails(path, { code: 'BAD_INPUT', message: 'the file has no rows.', where: path });
});

test('a text file that is cut in its last line loses that row only, and the cut is told', async () => {
  const report = await studio.import(await studio.file('a.csv', `${GOOD}c,p`));
  expect(report).toMatchObject({ actions: 2, rejected: { 'too few columns': 1 } });
  expect(report.notes.join(' ')).toContain('may have been cut');
});

test('JSON lines that are no objects are rejected', async () => {
  const path = await studio.file('a.jsonl', '{"user":"a","pin":"p","at":1000}\n[1]\n{"user":"b"\n');
  expect(await studio.import(path)).toMatchObject({
    actions: 1,
    rejected: { 'not a JSON object': 2 },
  });
});

test('an unknown key of a mapping, preset or column field is answered with the nearest', async () => {
  const path = await studio.file('a.csv', GOOD);
  const map = await studio.file('map.yaml', 'columms: {user: 1}\n');
  await expect(studio.import(path, { map })).rejects.toMatchObject({
    code: 'BAD_INPUT',
    where: map,
    remedy: 'Did you mean columns?',
  });
  await expect(studio.import(path, { as: 'movielense' })).rejects.toMatchObject({
    remedy: 'Did you mean movielens?',
  });
  await nothingWritten();
});

test('a column of more than 255 types is refused', async () => {
  const rows = Array.from({ length: 300 }, (_, i) => `a,p,1000,t${i}\n`).join('');
  await fails(await studio.file('a.csv', `user,pin,at,type\n${rows}`), {
    code: 'BAD_INPUT',
    message: 'the type column has more than 255 different values ("t255").',
  });
});

test('a failed second import leaves the first as it was', async () => {
  const first = await studio.import(await studio.file('a.csv', GOOD));
  const bad = await studio.file('b.csv', 'user,pin,at\na,p1,soon\n');
  await expect(studio.import(bad, { mapping: { time: 's' } })).rejects.toMatchObject({
    code: 'BAD_INPUT',
  });
  expect(await studio.dataFolder()).toEqual(['tiny']);
  expect((await openDataset(studio.workspace, 'tiny')).contentHash).toBe(first.contentHash);
});

test('a full disk is told in one sentence and leaves the workspace as it was', async context => {
  const mounted = await tinyDisk(context, 512);
  const rows = Array.from({ length: 20_000 }, () => `${randomBytes(12).toString('hex')},p,1000\n`);
  const path = await studio.file('a.csv', `user,pin,at\n${rows.join('')}`);
  const workspace = await openWorkspace(mounted, { create: true, access: 'write' });
  try {
    await expect(
      importActions(workspace, { dataset: 'tiny', files: [path] }),
    ).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'the disk is full; nothing was changed.',
      remedy: 'Free some space and try again.',
    });
    expect(await fs.readdir(`${mounted}/data`)).toEqual([]);
  } finally {
    await workspace.close();
  }
});
