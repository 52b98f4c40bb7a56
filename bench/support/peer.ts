import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Contender } from './interleave.js';

/**
 * A program that is measured from outside. It prints one JSON line when it is ready, then answers
 * each line it reads with one JSON line; `q` ends it. What it writes to stderr is passed through.
 */
export class Peer {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stderr.pipe(process.stderr);
  }

  /** Starts the program and waits for its first line, which is given back parsed. */
  static async start(
    command: string,
    parameters: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ peer: Peer; ready: unknown }> {
    const child = spawn(command, parameters, { env: { ...process.env, ...env } });
    const failed = new Promise<never>((_, reject) => child.once('error', reject));
    const peer = new Peer(child);
    return { peer, ready: await Promise.race([peer.#next(), failed]) };
  }

  async ask(line: string): Promise<unknown> {
    this.#child.stdin.write(`${line}\n`);
    return this.#next();
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const closed = new Promise(resolve => this.#child.once('close', resolve));
    this.#child.stdin.end('q\n');
    await closed;
  }

  async #next(): Promise<unknown> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the measured program ended: ${this.#child.spawnargs.join(' ')}`);
    return JSON.parse(value);
  }
}

/** What a peer answers to a number of repetitions. */
export interface PeerSlice {
  milliseconds: number[];
  cpuMilliseconds: number;
  peakMemoryMB: number;
}

/** A contender that lives in a peer; `peakMemoryMB` is the largest that it has reported so far. */
export function peerContender(name: string, peer: Peer): Contender & { peakMemoryMB: number } {
  return {
    name,
    peakMemoryMB: 0,
    async measure(repetitions) {
      // The peers are programs of this folder that keep to the shape above.
      const slice = (await peer.ask(String(repetitions))) as PeerSlice;
      this.peakMemoryMB = Math.max(this.peakMemoryMB, slice.peakMemoryMB);
      return slice;
    },
  };
}
