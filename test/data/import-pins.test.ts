import { expect, test } from 'vitest';
import { openDataset } from '../../src-main/data/dataset.js';
import { DuckDb, sqlText } from '../../src-main/data/duckdb.js';
import { CSV, ms } from './support/four-actions.js';
import { temporaryWorkspace } from './support/temporary-workspace.js';

const studio = temporaryWorkspace();

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

test('places of actions become interests unasked, where no pins file says more', async () => {
  await studio.import(
    await studio.file('a.csv', 'user,pin,at,lat,lon\na,p1,1,40.71,-74.01\nb,p2,2,40.75,-73.99\n'),
    { mapping: { time: 'ms', positive: 'all' } },
  );
  const { pins } = await openDataset(studio.workspace, 'tiny');
  expect(pins.interestNames).toEqual(['cell 40.70 -74.02', 'cell 40.74 -74.00']);
  expect([...pins.interests]).toEqual([0, 1]);
});
