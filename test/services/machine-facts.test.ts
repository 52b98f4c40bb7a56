import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runInComputeProcess } from '../../src-main/services/job-process.js';
import { isWritable, MachineFacts } from '../../src-main/services/machine-facts.js';
import { temporaryFolder } from '../e2e/cli-process.js';
import { skipUnless } from '../skip.js';

test('a folder may be written, one that is not there may not', async () => {
  const folder = temporaryFolder();
  expect(await isWritable(folder)).toBe(true);
  expect(await isWritable(join(folder, 'none'))).toBe(false);
});

skipUnless(process.getuid?.() !== 0, 'this user may write everywhere')(
  'a folder without the right to write may not be written',
  async () => {
    const folder = join(temporaryFolder(), 'locked');
    mkdirSync(folder);
    chmodSync(folder, 0o555);
    expect(await isWritable(folder)).toBe(false);
  },
);

test('memory in use is the machine’s, and the device is found by opening it, once', async () => {
  let asked = 0;
  let found: Promise<unknown> = Promise.resolve();
  const machine = new MachineFacts((kind, params, context) => {
    asked++;
    const answer = runInComputeProcess(kind, params, context);
    found = answer;
    return answer;
  });
  expect(machine.memory().device).toBeNull();
  await found;
  const { usedBytes, totalBytes, engineBytes, device } = machine.memory();
  expect(usedBytes).toBeLessThan(totalBytes);
  // This process is part of what the machine has in use.
  expect(usedBytes).toBeGreaterThan(0);
  expect(engineBytes).toBeGreaterThan(10 * 2 ** 20);
  expect(['cpu', 'tensorflow', 'reference']).toContain(device);
  expect(await machine.device()).toMatchObject({ name: device });
  expect((await machine.device())?.gigaflops).toBeGreaterThan(0);
  expect(asked).toBe(1);
});
