import type { ChildProcess } from 'node:child_process';

/** What ended a child process, with the likely reason: "was killed (SIGKILL), by …". */
export function describeDeath(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === 'SIGKILL')
    return 'was killed (SIGKILL), by someone or by the system when memory ran out';
  if (signal !== null) return `was aborted (${signal}), by native code or for want of memory`;
  return `ended unexpectedly (exit code ${code ?? 'unknown'})`;
}

const KEPT_CHARACTERS = 4_000;

/** The last lines that a child process wrote, whenever they are asked for. */
export function keepLastOutput(child: ChildProcess): () => string {
  let kept = '';
  const keep = (chunk: Buffer) => {
    kept = (kept + chunk.toString('utf8')).slice(-KEPT_CHARACTERS);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => kept;
}
