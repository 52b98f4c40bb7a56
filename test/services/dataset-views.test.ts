import { expect, test } from 'vitest';
import { listRejectedRows } from '../../src-main/services/dataset-views.js';
import { temporaryWorkspace } from '../data/support/temporary-workspace.js';

const studio = temporaryWorkspace();

test('rows that an import left out are told with file, line and reason, the first of each', async () => {
  const bad = Array.from({ length: 30 }, (_, i) => `,p${i},${i}`).join('\n');
  await studio.import(await studio.file('shop.csv', `user,pin,at\na,p1,5\n${bad}\na,p1,never\n`), {
    mapping: { time: 'ms' },
  });
  const rows = await listRejectedRows(studio.workspace.folder, 'tiny');
  expect(rows).toHaveLength(21);
  expect(rows[0]).toEqual({ file: 'shop.csv', line: 3, reason: 'missing user', text: ',p0,0' });
  expect(rows.at(-1)).toEqual({
    file: 'shop.csv',
    line: 33,
    reason: 'unparsable time',
    text: 'a,p1,never',
  });
});

test('a data set that took every row has none', async () => {
  await studio.import(await studio.file('a.csv', 'user,pin,at\na,p1,5\n'), {
    mapping: { time: 'ms' },
  });
  expect(await listRejectedRows(studio.workspace.folder, 'tiny')).toEqual([]);
});
