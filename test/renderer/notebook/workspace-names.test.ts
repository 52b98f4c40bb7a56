import { expect, test } from 'vitest';
import { workspaceNames } from '../../../src-renderer/notebook/workspace-names.js';

// Of rows and cards only the names and states are read.
type Client = Parameters<typeof workspaceNames>[0];
const client = (models: () => Promise<unknown>) =>
  ({
    datasets: { list: async () => [{ dataset: 'world' }] },
    models: { list: models },
    runs: {
      list: async () => [
        { run: 'old', state: 'trained', createdAt: '2026-01-01' },
        { run: 'new', state: 'trained', createdAt: '2026-02-01' },
        { run: 'half', state: 'unfinished', createdAt: '2026-03-01' },
      ],
    },
  }) as unknown as Client;

test('models come first, then the runs that are trained, newest first', async () => {
  const names = await workspaceNames(client(async () => [{ model: 'live' }]));
  expect(names).toEqual({ dataset: ['world'], run: ['live', 'new', 'old'] });
});

test('what cannot be listed is not proposed, and the rest is', async () => {
  const names = await workspaceNames(client(() => Promise.reject(new Error('broken card'))));
  expect(names.run).toEqual(['new', 'old']);
});
