import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { NotebookEvent, NotebookView } from '../../src-main/contract/notebook.js';
import { temporaryFolder } from './cli-process.js';
import { engineClient } from './engine-client.js';
import { serve } from './page/served.js';

const TEXT = '# Shared\n\n```sql #count\nSELECT 1\n```\n';

/** Serves the workspace and opens its notebook as a window does. */
async function openShared(workspace: string) {
  const server = await serve(workspace);
  onTestFinished(() => void server.child.kill('SIGKILL'));
  const client = await engineClient(server);
  const cells = new Map<string, string>();
  let frame: Omit<NotebookView, 'cells'> | undefined;
  client.notebooks.open({ name: 'shared' }, (event: NotebookEvent) => {
    frame = event.notebook;
    const changed = event.type === 'opened' ? event.notebook.cells : event.cells;
    for (const { id, source } of changed) cells.set(id, source);
  });
  await vi.waitFor(() => expect(cells.size).toBe(2), 20_000);
  const id = [...cells].find(([, source]) => source.startsWith('SELECT'))![0];
  return {
    source: () => cells.get(id),
    edit: (source: string) =>
      client.notebooks.edit({ notebook: 'shared', edit: { kind: 'source', cell: id, source } }),
    keepOurs: () =>
      client.notebooks.edit({ notebook: 'shared', edit: { kind: 'settle', keep: 'ours' } }),
    until: (facts: Partial<NotebookView>) =>
      vi.waitFor(() => expect(frame).toMatchObject(facts), 20_000),
    async kill() {
      server.child.kill('SIGKILL');
      await server.outcome;
    },
  };
}

test('SIGKILL while a cell waits for a choice loses neither version', async () => {
  const workspace = temporaryFolder();
  const file = join(workspace, 'notebooks', 'shared.md');
  await mkdir(join(workspace, 'notebooks'), { recursive: true });
  const itself = { format: 'pinnerformer-workspace', version: 1 };
  await writeFile(join(workspace, 'workspace.json'), JSON.stringify(itself));
  await writeFile(file, TEXT);
  const theirs = TEXT.replace('SELECT 1', 'SELECT 3');
  const conflicts = [{ cell: expect.any(String), theirs: expect.stringContaining('SELECT 3') }];

  const first = await openShared(workspace);
  await writeFile(file, theirs);
  await first.edit('SELECT 2');
  await first.until({ conflicts, saved: 'saved' });
  await first.edit('SELECT 2 AS two');
  await first.until({ saved: 'saved' });
  await first.kill();
  expect(await readFile(file, 'utf8')).toBe(theirs);

  const second = await openShared(workspace);
  await second.until({ conflicts });
  expect(second.source()).toBe('SELECT 2 AS two');
  await second.keepOurs();
  await second.until({ conflicts: undefined, saved: 'saved' });
  await second.kill();
  expect(await readFile(file, 'utf8')).toBe(TEXT.replace('SELECT 1', 'SELECT 2 AS two'));
}, 120_000);
