import { expect, test } from 'vitest';
import { listTemplates, templateText } from '../../src-main/services/notebooks/templates.js';
import { queryWorkspace } from '../../src-main/services/workspace-sql.js';
import { temporaryWorkspace } from '../data/support/temporary-workspace.js';

const studio = temporaryWorkspace();
const WEEK_S = 7 * 86_400;

/** The queries of every template, on the data set that they begin with. */
const QUERIES = listTemplates().flatMap(({ name }) =>
  [...templateText(name).matchAll(/```sql[^\n]*\n([^`]*)```/g)].map(
    ([, query = '']) => [name, query.replaceAll('$data', 'tiny')] as const,
  ),
);

test('there are templates that query', () => expect(QUERIES.length).toBeGreaterThan(0));

test.each(QUERIES)('a query of %s runs on an imported log', async (_, query) => {
  const log = `user,pin,at\na,p1,${50 * WEEK_S}\nb,p2,${50 * WEEK_S + 60}\nb,p1,${52 * WEEK_S}\n`;
  await studio.import(await studio.file('a.csv', log), { mapping: { time: 's' } });
  const { output } = await queryWorkspace(studio.workspace.folder, query);
  expect(output.rows.map(row => row.at(-1))).toEqual([2, 1]);
});
