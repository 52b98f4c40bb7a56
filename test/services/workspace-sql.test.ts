import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { worldConfig } from '../../src-main/data/world/config.js';
import { queryWorkspace } from '../../src-main/services/workspace-sql.js';
import { createWorlds } from '../../src-main/services/worlds.js';
import { temporaryFolder } from '../e2e/cli-process.js';

const folder = temporaryFolder();
const config = worldConfig({ users: 40, seed: 3 }, 'tiny');
/** The catalogue holds pins that nobody acted on too. */
const PINS = config.pins;
let manifest: { contentHash: string; counts: { actions: number } };
let part: string;

beforeAll(async () => {
  await createWorlds(folder).generate('little', config, {});
  const data = join(folder, 'data', 'little');
  manifest = JSON.parse(await fs.readFile(join(data, 'manifest.json'), 'utf8'));
  const parts = (await fs.readdir(join(data, 'parts'), { recursive: true })).filter(file =>
    file.endsWith('.parquet'),
  );
  part = join(data, 'parts', parts[0] ?? '');
}, 60_000);

async function everyFile(): Promise<string[]> {
  return (await fs.readdir(folder, { recursive: true })).sort();
}

test('a query counts the rows of the one data set without naming it, and of a schema', async () => {
  const { output } = await queryWorkspace(
    folder,
    'SELECT (SELECT count(*) FROM actions) AS a, (SELECT count(*) FROM little.pins) AS p;',
  );
  expect(output.rows).toEqual([[manifest.counts.actions, PINS]]);
});

test('what a view reads cannot be written, and no second statement runs', async () => {
  const before = await everyFile();
  const bytes = await fs.readFile(part);
  const outside = join(folder, 'stolen.csv');
  for (const query of [
    `COPY (SELECT 1 AS a) TO '${outside}'`,
    `SELECT 1; COPY (SELECT 1 AS a) TO '${outside}'`,
    `COPY (SELECT 1 AS a) TO '${part}' (FORMAT parquet)`,
    `SELECT 1; COPY (SELECT 1 AS a) TO '${part}' (FORMAT parquet)`,
    'CREATE TABLE t AS SELECT 1',
    'SELECT 1; SELECT 2',
  ])
    await expect(queryWorkspace(folder, query), query).rejects.toMatchObject({ code: 'BAD_INPUT' });
  expect(await everyFile()).toEqual(before);
  expect(await fs.readFile(part)).toEqual(bytes);
});

test('a file that no view reads cannot be read, within the workspace or outside', async () => {
  for (const file of [join(folder, 'workspace.json'), '/etc/hostname'])
    await expect(
      queryWorkspace(folder, `SELECT * FROM read_text('${file}')`),
    ).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

test('the tables that there are can be listed and described', async () => {
  const { output: all } = await queryWorkspace(folder, 'SHOW ALL TABLES');
  expect(all.rows.flat()).toContain('actions');
  const { output: described } = await queryWorkspace(folder, 'DESCRIBE actions');
  expect(described.rows.length).toBeGreaterThan(2);
});

test('at most 5,000 rows are shown and all are counted', async () => {
  const { output } = await queryWorkspace(folder, 'SELECT * FROM range(5001)');
  expect([output.rows.length, output.total, output.truncated]).toEqual([5000, 5001, true]);
});

test('a query says which data sets it read, with their content, each once', async () => {
  const little = { name: 'little', contentHash: manifest.contentHash };
  for (const [query, datasets] of [
    ['SELECT count(*) FROM Actions JOIN "LITTLE".pins USING (pin)', [little]],
    ['SELECT (SELECT count(*) FROM pins) AS n', [little]],
    ['DESCRIBE actions', [little]],
    ['WITH steps AS (FROM little.actions) FROM steps', [little]],
    // The step of its own, not the view.
    ['WITH pins AS (SELECT 1 AS a) SELECT * FROM pins', []],
    ['SELECT 1', []],
  ] as const)
    expect(await queryWorkspace(folder, query), query).toMatchObject({
      datasets,
      readsMetrics: false,
    });
});

test('a fault in a query names its line', async () => {
  await expect(queryWorkspace(folder, 'SELECT *\nFROM nowhere')).rejects.toMatchObject({
    code: 'BAD_INPUT',
    where: 'sql, line 2',
  });
});
