import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openDataset } from '../../src-main/data/dataset.js';
import { DuckDb, sqlText } from '../../src-main/data/duckdb.js';
import { importActions } from '../../src-main/data/import.js';
import { openWorkspace } from '../../src-main/data/workspace.js';
import { skipUnless } from '../skip.js';
import { tinyDisk } from '../tiny-disk.js';
import { GOOD, refusedImports } from './support/refused-import.js';
import { temporaryWorkspace } from './support/temporary-workspace.js';

const studio = temporaryWorkspace();
const { fails } = refusedImports(studio);

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
    message: 'no row follows the header.',
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
