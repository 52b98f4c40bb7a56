import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DuckDb, sqlText } from '../../src-main/data/duckdb.js';
import { type ExportTable, writeExport } from '../../src-main/services/export-file.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinnerformer-export-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const users: ExportTable = {
  rows: 2,
  columns: [
    { name: 'user', kind: 'text', values: ['u, "1"', 'u2'] },
    { name: 'embedding', kind: 'embedding', values: Float32Array.of(1, 0, 0.5, -2), width: 2 },
  ],
};
const targets: ExportTable = {
  rows: 2,
  columns: [
    { name: 'user', kind: 'text', values: ['u1', 'u2'] },
    { name: 'at', kind: 'time', values: Float64Array.of(0, 86_400_500) },
    { name: 'rank_6h+1d', kind: 'whole', values: Int32Array.of(1, -1) },
    { name: 'recall', kind: 'number', values: Float64Array.of(0.5, Number.NaN) },
  ],
};
const origin = { what: 'users', run: 'gowalla-1' };

describe('an exported table', () => {
  it('is a CSV with quoted text, empty cells for what is missing, and one column an element', async () => {
    const path = join(folder, 'deep/users.csv');
    expect(await writeExport(path, users, origin)).toEqual([path, `${path}.json`]);
    expect(await readFile(path, 'utf8')).toBe(
      'user,embedding0,embedding1\n"u, ""1""",1.0,0.0\nu2,0.5,-2.0\n',
    );
    await writeExport(join(folder, 'targets.csv'), targets, origin);
    expect(await readFile(join(folder, 'targets.csv'), 'utf8')).toBe(
      'user,at,rank_6h+1d,recall\nu1,1970-01-01T00:00:00.000Z,1,0.5\nu2,1970-01-02T00:00:00.500Z,,\n',
    );
  });

  it('is a Parquet file with the embedding as an array', async () => {
    const path = join(folder, 'users.parquet');
    await writeExport(path, users, origin);
    const db = await DuckDb.open();
    const rows = await db.rows(
      `SELECT user, embedding[2]::FLOAT AS second FROM ${sqlText(path)} ORDER BY user`,
    );
    db.close();
    expect(rows).toEqual([
      { user: 'u, "1"', second: 0 },
      { user: 'u2', second: -2 },
    ]);
  });

  it('is a matrix in .npy, with the names of its rows in the JSON beside', async () => {
    const path = join(folder, 'users.npy');
    await writeExport(path, users, origin);
    expect(JSON.parse(await readFile(`${path}.json`, 'utf8'))).toEqual({
      ...origin,
      rows: 2,
      columns: ['user', 'embedding'],
      shape: [2, 2],
      user: ['u, "1"', 'u2'],
    });
    expect((await readFile(path)).subarray(-16)).toEqual(
      Buffer.from(Float32Array.of(1, 0, 0.5, -2).buffer),
    );
  });

  it('leaves nothing behind but the file and its JSON', async () => {
    await writeExport(join(folder, 'targets.npy'), targets, origin);
    expect((await readdir(folder)).sort()).toEqual(['targets.npy', 'targets.npy.json']);
  });

  it('is refused in a format that its name does not tell', async () => {
    await expect(writeExport(join(folder, 'users.xlsx'), users, origin)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      where: 'to',
      message: expect.stringContaining('users.xlsx'),
      remedy: expect.stringContaining('.npy, .parquet, .csv'),
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
