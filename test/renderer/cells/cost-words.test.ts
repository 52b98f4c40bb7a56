import { expect, test } from 'vitest';
import { waitWords } from '../../../src-renderer/cells/train/cost-words.js';

test('a training waits for what runs or stands before it, and not for a profile beside it', () => {
  expect(waitWords([])).toBe('');
  expect(
    waitWords([
      { kind: 'profile', status: 'running' },
      { kind: 'train', status: 'paused' },
      { kind: 'simulate', status: 'done' },
    ]),
  ).toBe('');
  expect(waitWords([{ kind: 'train', status: 'running' }])).toBe('It waits for 1 job first.');
  expect(
    waitWords([
      { kind: 'train', status: 'running' },
      { kind: 'import', status: 'queued' },
    ]),
  ).toBe('It waits for 2 jobs first.');
});
