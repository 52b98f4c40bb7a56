import { expect, test } from 'vitest';
import { DuckDb, sqlText } from '../../src-main/data/duckdb.js';
import { GOOD, refusedImports } from './support/refused-import.js';
import { temporaryWorkspace } from './support/temporary-workspace.js';

const studio = temporaryWorkspace();
const { nothingWritten, fails } = refusedImports(studio);

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
  await fails(path, {
    message: 'no column is mapped to user; the columns are "who", "pin", "when".',
    remedy: 'Give `columns` user=who,pin=pin,at=when: so it looks by names and values.',
  });
  await fails(
    path,
    {
      message: expect.stringContaining('no column is mapped to at;'),
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

test('a file without a header that nobody told of is answered with positions', async () => {
  const rows = ['7,2020-01-01,tea', '7,2020-01-02,ski', '8,2020-01-02,tea'];
  await fails(await studio.file('a.csv', `${rows.join('\n')}\n`), {
    remedy:
      'Give `columns` user=1,pin=3,at=2 without a header (`header`): so it looks by names and values.',
  });
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
