import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { NotebookSession } from '../../../src-main/services/notebooks/notebook-session.js';
import { openSession } from './open-session.js';

const TEXT = '# Title\n\nfirst\n\n```train #dense\ndataset: d\n```\n\n```sql #ends\nlast\n```\n';
const THEIRS = TEXT.replace('dataset: d', 'dataset: e');
const FORMAT_2 = `<!-- pinnerformer-notebook 2 -->\n${TEXT}`;

interface Opened {
  readonly folder: string;
  readonly path: string;
  readonly session: NotebookSession;
}

async function open(from?: string): Promise<Opened> {
  const folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  const path = join(folder, 'n.md');
  if (from === undefined) await fs.writeFile(path, TEXT);
  else await fs.cp(from, folder, { recursive: true });
  const session = await openSession(path);
  onTestFinished(async () => {
    await session.close();
    await fs.rm(folder, { recursive: true, force: true });
  });
  return { folder, path, session };
}

const sourcesOf = ({ session }: Opened) => session.view().cells.map(({ source }) => source);
const textOf = ({ path }: Opened) => fs.readFile(path, 'utf8');
const isSaved = ({ session }: Opened) =>
  vi.waitFor(() => expect(session.view().saved).toBe('saved'), 4000);
const isKept = ({ folder }: Opened) =>
  fs.access(join(folder, 'n.outputs', 'unsettled.json')).then(
    () => true,
    () => false,
  );

/** The cell "dense" is changed here and in the file, and what can be saved is. */
async function contested(): Promise<Opened> {
  const opened = await open();
  const { session, path } = opened;
  await fs.writeFile(path, THEIRS);
  const cell = session.view().cells.find(({ name }) => name === 'dense')!.id;
  session.edit({ kind: 'source', cell, source: 'dataset: f' });
  await vi.waitFor(() => expect(session.view().conflicts).toHaveLength(1), 4000);
  await isSaved(opened);
  return opened;
}

/** Another engine on what the death of the first would leave on the disk now. */
const afterDeath = ({ folder }: Opened) => open(folder);

test('our version of a contested cell outlives the engine, and the choice is offered again', async () => {
  const first = await contested();
  const second = await afterDeath(first);
  const [conflict] = second.session.view().conflicts ?? [];
  expect(conflict).toEqual(first.session.view().conflicts?.[0]);
  expect(sourcesOf(second)).toEqual(['# Title\n\nfirst', 'dataset: f', 'last']);
  await isSaved(second);
  expect(await textOf(second)).toBe(THEIRS);
  second.session.edit({ kind: 'settle', keep: 'ours' });
  await isSaved(second);
  expect(await textOf(second)).toBe(TEXT.replace('dataset: d', 'dataset: f'));
  expect(await isKept(second)).toBe(false);
});

test('what is typed into a contested cell is as durable as what is typed elsewhere', async () => {
  const first = await contested();
  const { cell } = first.session.view().conflicts![0]!;
  first.session.edit({ kind: 'source', cell, source: 'dataset: g' });
  await isSaved(first);
  expect(sourcesOf(await afterDeath(first))).toContain('dataset: g');
});

test('a file that was changed while no engine ran is merged with what was left', async () => {
  const first = await contested();
  await fs.writeFile(first.path, THEIRS.replace('dataset: e', 'dataset: h').replace('last', 'end'));
  const second = await afterDeath(first);
  expect(second.session.view().conflicts).toMatchObject([
    { theirs: expect.stringContaining('dataset: h') },
  ]);
  expect(sourcesOf(second)).toEqual(['# Title\n\nfirst', 'dataset: f', 'end']);
});

for (const [what, outside, after] of [
  ['has our version', THEIRS.replace('dataset: e', 'dataset: f'), 'dataset: f'],
  ['has lost the cell', '# Title\n\nfirst\n\n```sql #ends\nlast\n```\n', 'dataset: f'],
] as const)
  for (const [when, reopen] of [
    ['while it is open', async (opened: Opened) => opened],
    ['while no engine ran', afterDeath],
  ] as const)
    test(`nothing is contested any more when the file ${what}, ${when}`, async () => {
      const first = await contested();
      await fs.writeFile(first.path, outside);
      const opened = await reopen(first);
      await vi.waitFor(() => expect(opened.session.view().conflicts).toBeUndefined(), 4000);
      await isSaved(opened);
      expect(sourcesOf(opened)).toEqual(['# Title\n\nfirst', after, 'last']);
      await vi.waitFor(async () => expect(await textOf(opened)).toContain(after), 4000);
      await vi.waitFor(async () => expect(await isKept(opened)).toBe(false), 4000);
    });

test('an edit that a file of a newer format does not take waits until it may be written', async () => {
  const first = await open();
  await fs.writeFile(first.path, FORMAT_2);
  const cell = first.session.view().cells.find(({ source }) => source === 'last')!.id;
  first.session.edit({ kind: 'source', cell, source: 'the end' });
  await vi.waitFor(() => expect(first.session.view().readOnly).toBe(true), 4000);
  await first.session.close();
  const second = await afterDeath(first);
  expect([second.session.view().readOnly, sourcesOf(second).at(-1)]).toEqual([true, 'last']);
  await fs.writeFile(second.path, TEXT);
  await vi.waitFor(() => expect(sourcesOf(second).at(-1)).toBe('the end'), 4000);
  await isSaved(second);
  expect(await textOf(second)).toBe(TEXT.replace('last', 'the end'));
});

test('a copy of our version that cannot be read is no hindrance', async () => {
  const first = await contested();
  await fs.writeFile(join(first.folder, 'n.outputs', 'unsettled.json'), '{"version":2}');
  const second = await afterDeath(first);
  expect(second.session.view().conflicts).toBeUndefined();
  expect(sourcesOf(second)).toContain('dataset: e');
});
