import { once } from 'node:events';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { pageFolder } from '../base/entries.js';
import { createServedEngine } from '../services/served-engine.js';
import { openBrowser } from '../web/open-browser.js';
import { startWebServer } from '../web/server.js';
import { defineCommand } from './define-command.js';
import type { CommonOptions, Shell } from './shell.js';
import { UsageError } from './usage-error.js';

interface ServeOptions extends CommonOptions {
  readonly port: number;
  readonly open: boolean;
}

interface Serving {
  readonly address: string;
  readonly workspaceFolder: string;
  /** Why no browser was opened; absent when one was. */
  readonly notOpened?: string | undefined;
}

/** `pinnerformer serve` */
export function serveCommand(shell: Shell): Command {
  return defineCommand({
    name: 'serve',
    summary: 'Open the app in the browser, served to this machine alone, until Ctrl-C.',
    examples: [
      ['serve', 'the workspace of this folder'],
      ['serve --workspace ~/PinnerFormer --port 4600 --no-open', 'print the address only'],
    ],
  })
    .addOption(
      new Option('--port <n>', 'port of 127.0.0.1, 0 for any that is free')
        .default(0)
        .argParser(parsePort),
    )
    .addOption(new Option('--no-open', 'print the address and open no browser'))
    .action((options: ServeOptions) =>
      shell.run(
        options,
        async ({ engine, output, context }) => {
          const { workspaceFolder } = engine;
          const served = createServedEngine({
            workspaceFolder,
            shell: 'web',
            versions: [{ name: 'Node', version: process.versions.node }],
            onInternalError: (error, path) =>
              output.alert(`${path}: ${error instanceof Error ? error.stack : String(error)}`),
          });
          await served.owned;
          const server = await startWebServer({
            serveEngine: served.serveEngine,
            rendererFolder: pageFolder(),
            uploadsFolder: resolve(workspaceFolder, 'uploads'),
            port: options.port,
          });
          try {
            const address = server.newAddress();
            const notOpened = options.open ? await openBrowser(address) : '--no-open was given';
            output.result<Serving>({ address, workspaceFolder, notOpened }, renderServing);
            if (context.signal && !context.signal.aborted) await once(context.signal, 'abort');
          } finally {
            await server.close();
            await served.close();
          }
        },
        'The server ends.',
      ),
    );
}

function renderServing({ address, workspaceFolder, notOpened }: Serving): string {
  const how =
    notOpened === undefined
      ? 'It opens in your browser.'
      : `Open it in a browser on this machine (${notOpened}). The address works once.`;
  return `PinnerFormer Studio serves ${workspaceFolder} at\n\n  ${address}\n\n${how} Ctrl-C ends it.`;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new UsageError(`"${text}" is no port.`, {
      where: '--port',
      remedy: 'Give a whole number from 0 to 65535.',
    });
  return port;
}
