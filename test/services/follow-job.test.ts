import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { JobContext } from '../../src-main/base/progress.js';
import { brokenOff } from '../../src-main/services/cells/broken-off.js';
import { followAgain } from '../../src-main/services/cells/follow-job.js';
import { queued } from '../../src-main/services/cells/queued.js';
import type { Engine } from '../../src-main/services/engine.js';
import { JobQueue } from '../../src-main/services/job-queue/job-queue.js';
import { JobStore } from '../../src-main/services/job-queue/job-store.js';
import { createNotebooks, type Notebooks } from '../../src-main/services/notebooks/notebooks.js';
import { runnersOf } from './job-queue/queue-of.js';

const CELLS = '```import #log\ndataset: d\nfiles: [a.csv]\n```\n\n```world #w\nsize: tiny\n```\n';
let folder: string;
let queue: JobQueue;
let notebooks: Notebooks;
/** What the job under way waits for, and how many were begun. */
let finish = () => {};
let begun = 0;

/** A job that ends when it is told to, or when it is stopped. */
const untilTold = ({ signal }: JobContext) =>
  new Promise<unknown>((resolve, reject) => {
    begun++;
    finish = () => resolve({ made: begun });
    signal?.addEventListener('abort', () =>
      reject(Object.assign(new Error(), { name: 'AbortError' })),
    );
  });

beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  await fs.writeFile(join(folder, 'n.md'), CELLS);
  begun = 0;
  queue = new JobQueue(new JobStore(join(folder, 'jobs')), runnersOf(untilTold));
  notebooks = createNotebooks({
    folder,
    execute: async ({ kind }, context) => ({
      // The jobs of these kinds are as the runners above have them.
      value: await queued(
        { queue, engine: {} as Engine },
        { kind: kind as 'import' | 'world', title: kind, params: {} },
        context,
      ),
      cached: false,
    }),
    workspaceNames: async () => ({ dataset: null, run: null }),
    fingerprints: async () => ({
      dataset: () => undefined,
      run: () => undefined,
      runs: [],
      everything: '',
    }),
    brokenOff: cell => brokenOff(queue, cell),
    codeVersion: '1',
    now: Date.now,
  });
});
afterEach(async () => {
  await queue.close();
  await notebooks.close();
  await fs.rm(folder, { recursive: true, force: true });
});

async function opened() {
  const session = await notebooks.session('n');
  const cell = (name: string) => session.view().cells.find(each => each.name === name);
  const until = (name: string, status: string) =>
    vi.waitFor(() => expect(cell(name)?.state.status).toBe(status));
  return { session, cell, until };
}
const resume = async (id: string) => followAgain(notebooks, queue.resume(id).record);

test('a job of any kind that is resumed from the list is its cell’s again, and there is one', async () => {
  const { session, cell, until } = await opened();
  session.run('cell', cell('log')?.id);
  await until('log', 'running');
  await vi.waitFor(() => expect(begun).toBe(1));
  const [job] = queue.records;
  queue.pause(job?.id ?? '');
  await until('log', 'cancelled');
  await resume(job?.id ?? '');
  await until('log', 'running');
  await vi.waitFor(() => expect(begun).toBe(2));
  finish();
  await until('log', 'done');
  expect(queue.records.map(({ status }) => status)).toEqual(['done']);
});

test('a job that is resumed while another cell runs is followed at once, not after all that waits', async () => {
  const { session, cell, until } = await opened();
  session.run('cell', cell('log')?.id);
  await vi.waitFor(() => expect(begun).toBe(1));
  const [job] = queue.records;
  queue.pause(job?.id ?? '');
  await until('log', 'cancelled');
  session.run('cell', cell('w')?.id);
  await until('w', 'running');
  await resume(job?.id ?? '');
  await until('log', 'running');
  expect(cell('w')?.state.status).toBe('running');
});

test('a cell that means something else since is left alone', async () => {
  const { session, cell, until } = await opened();
  session.run('cell', cell('log')?.id);
  await vi.waitFor(() => expect(begun).toBe(1));
  const [job] = queue.records;
  queue.pause(job?.id ?? '');
  await until('log', 'cancelled');
  session.edit({
    kind: 'source',
    cell: cell('log')?.id ?? '',
    source: 'dataset: d\nfiles: [b.csv]',
  });
  await resume(job?.id ?? '');
  await vi.waitFor(() => expect(begun).toBe(2));
  expect(cell('log')?.state.status).toBe('fresh');
  expect(queue.records.length).toBe(1);
  // A run of the cell as it is now is a job of its own.
  session.run('cell', cell('log')?.id);
  await until('log', 'running');
  expect(queue.records.length).toBe(2);
});
