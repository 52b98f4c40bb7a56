import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { runCli } from '../../src-main/cli/program.js';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process and keeps what it writes. */
export async function runInMemory(...args: string[]): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const code = await runCli(args, {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    signals: new EventEmitter(),
    exit: () => undefined,
  });
  return { code, ...written };
}
