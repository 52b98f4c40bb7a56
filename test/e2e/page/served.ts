import { once } from 'node:events';
import { type CliProcess, startCli } from '../cli-process.js';

export interface Served extends CliProcess {
  /** Works once; a browser that came by it has a cookie since. */
  readonly address: string;
  readonly port: number;
}

/** `pinnerformer serve` on a workspace, once it has printed its address. */
export async function serve(workspace: string, ...options: string[]): Promise<Served> {
  const cli = startCli(['serve', '--no-open', '--workspace', workspace, ...options]);
  let printed = '';
  const ended = cli.outcome.then(({ code, stderr }) => {
    throw new Error(`serve ended with ${code}:\n${stderr}`);
  });
  ended.catch(() => undefined);
  for (;;) {
    const [chunk] = await Promise.race([once(cli.child.stdout ?? cli.child, 'data'), ended]);
    printed += String(chunk);
    const address = /http:\S+/.exec(printed)?.[0];
    if (address !== undefined) return { ...cli, address, port: Number(new URL(address).port) };
  }
}
