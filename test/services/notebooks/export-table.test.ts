import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DuckDb, sqlText } from '../../../src-main/data/duckdb.js';
import { exportTable } from '../../../src-main/services/notebooks/export-table.js';
import { temporaryFolder } from '../../e2e/cli-process.js';

const table = {
  title: 'Recall',
  from: 'run a, checkpoint b · c@d',
  columns: [
    { name: 'model', values: ['a "b", c', 'x|y', null] },
    { name: 'users', values: [264, 1, null] },
    { name: 'low', values: [0.25, Number.NaN, 1] },
    { name: 'Low', values: [0, 1, 1] },
    { name: 'mixed', values: [1, 'two', null] },
  ],
};

test('CSV quotes what needs it, leaves what is missing empty and names each column once', async () => {
  const text = new TextDecoder().decode(await exportTable(table, 'csv'));
  expect(text.trimEnd().split(/\r?\n/)).toEqual([
    'model,users,low,Low 2,mixed',
    '"a ""b"", c",264,0.25,0.0,1',
    'x|y,1,,1.0,two',
    '"",,1.0,1.0,""',
  ]);
});

test('Parquet holds whole counts, numbers and text by their types', async () => {
  const path = join(temporaryFolder(), 'table.parquet');
  writeFileSync(path, await exportTable(table, 'parquet'));
  const db = await DuckDb.open();
  try {
    const columns = await db.describe(`SELECT * FROM read_parquet(${sqlText(path)})`);
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'model VARCHAR',
      'users INTEGER',
      'low DOUBLE',
      'Low 2 DOUBLE',
      'mixed VARCHAR',
    ]);
  } finally {
    db.close();
  }
});

test('Parquet holds where its numbers come from', async () => {
  const path = join(temporaryFolder(), 'table.parquet');
  writeFileSync(path, await exportTable(table, 'parquet'));
  const db = await DuckDb.open();
  try {
    const [row] = await db.rows(
      `SELECT decode(value) AS value FROM parquet_kv_metadata(${sqlText(path)}) WHERE decode(key) = 'origin'`,
    );
    expect(JSON.parse(String(row?.value))).toEqual({ title: 'Recall', from: table.from });
  } finally {
    db.close();
  }
});

test('columns of unlike length are refused by name', async () => {
  const odd = {
    ...table,
    title: 'T',
    columns: [table.columns[0]!, { name: 'short', values: [1] }],
  };
  await expect(exportTable(odd, 'csv')).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: 'the column "short" has 1 rows of 3.',
  });
});
