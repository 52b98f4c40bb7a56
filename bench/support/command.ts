import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const COMMAND = join('out', 'main', 'cli.mjs');

/** Starts the built command, as a terminal would; its progress goes to this one's stderr when asked. */
export function startCommand(args: readonly string[], progress = false): ChildProcess {
  return spawn(process.execPath, [COMMAND, ...args], {
    stdio: ['ignore', 'pipe', progress ? 'inherit' : 'ignore'],
  });
}

/** Runs the built command with --json; resolves to the document that it prints, and the seconds. */
export async function commandJson<T>(
  args: readonly string[],
): Promise<{ readonly document: T; readonly seconds: number }> {
  const start = performance.now();
  const child = startCommand([...args, '--json', '--quiet'], true);
  let stdout = '';
  child.stdout?.on('data', chunk => {
    stdout += String(chunk);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`pinnerformer ${args.join(' ')} ended with ${code}`);
  // The forms of these documents are fixed (src-main/cli/json-documents.ts).
  return { document: JSON.parse(stdout) as T, seconds: (performance.now() - start) / 1e3 };
}
