import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { capture, run } from '../../scripts/steps/processes.mjs';

const node = (program: string) =>
  [process.execPath, ['--input-type=module', '-e', program]] as const;

test('a program ends with its own code, and with 128 + n when a signal ended it', async () => {
  expect(await run(...node('process.exit(3)'))).toBe(3);
  expect(await run(...node(`process.kill(process.pid, 'SIGKILL')`))).toBe(137);
});

test('a program that is not there is an error', async () => {
  await expect(run('no-such-program', [])).rejects.toThrow('ENOENT');
});

test('both streams are kept in the order they came', async () => {
  const { code, output } = await capture(
    ...node(`process.stdout.write('a'); process.stderr.write('b'); process.exitCode = 4`),
  );
  expect({ code, output: [...output].sort().join('') }).toEqual({ code: 4, output: 'ab' });
});

test('Ctrl-C from the terminal and from npm reaches the program once, and its end is awaited', async () => {
  const inner = `
    let signals = 0;
    process.on('SIGINT', () => { signals++; setTimeout(() => process.exit(40 + signals), 100); });
    setInterval(() => {}, 1e3);
    console.log('ready');`;
  const outer = spawn(
    ...node(`
      import { run } from ${JSON.stringify(new URL('../../scripts/steps/processes.mjs', import.meta.url).href)};
      process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(inner)}]);`),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(outer.stdout, 'data');
  outer.kill('SIGINT');
  outer.kill('SIGINT');
  const [code] = await once(outer, 'close');
  expect(code).toBe(41);
});
