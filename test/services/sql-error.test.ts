import { expect, test } from 'vitest';
import { DuckDb } from '../../src-main/data/duckdb.js';
import { sqlError } from '../../src-main/services/sql-error.js';

async function failing(query: string) {
  const db = await DuckDb.open({ memoryLimitMb: 256 });
  try {
    await db.run('CREATE TABLE actions (type TEXT, pin INTEGER)');
    await db.run(query);
  } catch (error) {
    return sqlError(error);
  } finally {
    db.close();
  }
  throw new Error(`${query} did not fail`);
}

test("DuckDB's error is one sentence, its line and what it proposes", async () => {
  expect(await failing('SELECT 1,\n2 FROM actionz')).toMatchObject({
    message: 'Table with name actionz does not exist.',
    where: 'sql, line 2',
    remedy: expect.stringMatching(/^Did you mean actions\? SHOW ALL TABLES/),
  });
  expect(await failing('SELECT tipe FROM actions')).toMatchObject({
    message: 'Referenced column "tipe" not found in FROM clause.',
    remedy: expect.stringMatching(/^Did you mean "type", "pin"\? /),
  });
  expect(await failing('SELEC 1')).toMatchObject({
    message: 'syntax error at or near "SELEC".',
    where: 'sql, line 1',
    remedy: expect.stringMatching(/^SHOW ALL TABLES/),
  });
});

test('a message of another form stays as it is', () => {
  expect(sqlError(new Error('IO Error: no file')).message).toBe('no file.');
  expect(sqlError('what').where).toBe('sql');
});
