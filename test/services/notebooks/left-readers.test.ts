import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openSession } from './open-session.js';

const TEXT = `\`\`\`train #dense
dataset: d
\`\`\`

\`\`\`users #who
run: $dense
\`\`\`

\`\`\`timeline #life
run: $dense
\`\`\`

\`\`\`train #other
dataset: d
seed: 2
\`\`\`
`;

test('after a failure its readers say that they did not run, the rest goes on, and all run once it is mended', async () => {
  const folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  const path = join(folder, 'n.md');
  await fs.writeFile(path, TEXT);
  let isMended = false;
  const session = await openSession(path, {
    execute: async ({ kind, config }) => {
      if (kind === 'train' && config?.seed === 1 && !isMended) throw new Error('out of luck');
      return { value: {}, cached: false };
    },
  });
  const states = () => session.view().cells.map(({ state }) => state.status);
  session.run('all', undefined);
  await vi.waitFor(() => expect(states()).toEqual(['failed', 'cancelled', 'fresh', 'done']));
  expect(session.view().cells[1]?.state).toMatchObject({
    message: 'Not run, since #dense, which it reads, has no result.',
  });
  isMended = true;
  session.run('outdated', undefined);
  await vi.waitFor(() => expect(states()).toEqual(['done', 'done', 'done', 'done']));
  await session.close();
  await fs.rm(folder, { recursive: true });
});
