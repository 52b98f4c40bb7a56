import { expect, test } from 'vitest';
import type { DatasetSummary, ModelCard, RunRow } from '../../../src-main/contract/workspace.js';
import { type Lists, workspaceNames } from '../../../src-renderer/notebook/workspace-names.js';

const world: DatasetSummary = {
  dataset: 'world',
  users: 10,
  pins: 20,
  actions: 100,
  firstAtMs: 0,
  lastAtMs: 1,
  origin: 'world',
};
const run = (name: string, state: RunRow['state'], createdAt: string): RunRow => ({
  run: name,
  dataset: 'world',
  objective: 'sasrec',
  state,
  steps: 100,
  validation: null,
  createdAt,
});
const live: ModelCard = {
  model: 'live',
  run: 'old',
  checkpointSha256: 'ab',
  steps: 100,
  dataset: 'world',
  contentHash: 'cd',
  objective: 'sasrec',
  seed: 1,
  trainedUntil: '2026-01-01T00:00:00Z',
  validation: null,
  codeVersion: '0.1.0',
  promotedAt: '2026-03-01T00:00:00Z',
};
const lists = (models: Lists['models']['list']): Lists => ({
  datasets: { list: async () => [world] },
  models: { list: models },
  runs: {
    list: async () => [
      run('old', 'trained', '2026-01-01'),
      run('new', 'trained', '2026-02-01'),
      run('half', 'unfinished', '2026-03-01'),
    ],
  },
});

test('models come first, then the runs that are trained, newest first', async () => {
  const names = await workspaceNames(lists(async () => [live]));
  expect(names).toEqual({ dataset: ['world'], run: ['live', 'new', 'old'] });
});

test('what cannot be listed is not proposed, and the rest is', async () => {
  const names = await workspaceNames(lists(() => Promise.reject(new Error('broken card'))));
  expect(names.run).toEqual(['new', 'old']);
});
