import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../../e2e/cli-process.js';
import { openSession } from './open-session.js';

const WORLD = '```world #w\nsize: tiny\nseed: 1\n```\n';

/** A notebook of one dear cell, and how often it was computed. */
async function oneWorld(folder = temporaryFolder()) {
  const path = join(folder, 'n.md');
  await fs.writeFile(path, WORLD);
  const execute = vi.fn(async ({ config }: { readonly config: unknown }) => ({
    value: { of: config },
    cached: false,
  }));
  const session = await openSession(path, { execute });
  onTestFinished(() => session.close());
  const cell = (at = 0) => session.view().cells[at];
  const seed = (value: number) =>
    session.edit({
      kind: 'settings',
      cells: [cell()?.id ?? ''],
      settings: [{ path: ['seed'], value }],
    });
  const until = (state: object, at = 0) =>
    vi.waitFor(() => expect(cell(at)?.state).toMatchObject(state), 4000);
  return { session, execute, seed, until, path };
}

test('settings that come to what was computed before show that, without computing', async () => {
  const { session, execute, seed, until } = await oneWorld();
  session.run('all', undefined);
  await until({ status: 'done', provenance: { cached: false } });
  seed(2);
  await until({ status: 'stale', because: [expect.stringContaining('seed')] });
  session.run('all', undefined);
  await until({ status: 'done', provenance: { cached: false } });
  seed(1);
  await until({ status: 'done', provenance: { cached: true } });
  expect(execute).toHaveBeenCalledTimes(2);
  const { value } = await session.output(session.view().cells[0]?.id ?? '');
  expect(value).toMatchObject({ of: { seed: 1 } });
});

test('a copy of a cell that is done is done', async () => {
  const { session, execute, until } = await oneWorld();
  session.run('all', undefined);
  await until({ status: 'done' });
  session.edit({ kind: 'paste', before: null, markdown: WORLD });
  await until({ status: 'done', provenance: { cached: true } }, 1);
  expect(execute).toHaveBeenCalledTimes(1);
});

test('an output that cannot be read is not taken up, and the cell computes', async () => {
  const { session, execute, seed, until, path } = await oneWorld();
  session.run('all', undefined);
  await until({ status: 'done' });
  seed(2);
  session.run('all', undefined);
  await until({ status: 'done' });
  const outputs = join(path, '..', 'n.outputs');
  for (const file of await fs.readdir(outputs))
    if (file.endsWith('.out')) await fs.writeFile(join(outputs, file), 'torn');
  seed(1);
  await until({ status: 'stale' });
  session.run('all', undefined);
  await until({ status: 'done' });
  expect(execute).toHaveBeenCalledTimes(3);
});

test('an output that a cell of this version would compute in another way is stale, and says so', async () => {
  const folder = temporaryFolder();
  const { session, until } = await oneWorld(folder);
  session.run('all', undefined);
  await until({ status: 'done' });
  await session.close();
  const place = join(folder, 'n.outputs', 'shown.json');
  const shown = JSON.parse(await fs.readFile(place, 'utf8'));
  expect(shown.w.semanticsVersion).toBeGreaterThan(0);
  // As it stands where a former version kept it: under the key of another meaning.
  const former = { ...shown.w, key: 'former', semanticsVersion: 0 };
  await fs.writeFile(place, JSON.stringify({ w: former }));
  await fs.rename(
    join(folder, 'n.outputs', `${shown.w.key}.out`),
    join(folder, 'n.outputs', 'former.out'),
  );
  const next = await oneWorld(folder);
  await next.until({
    status: 'stale',
    because: ['This version of the program computes it in another way.'],
  });
});
