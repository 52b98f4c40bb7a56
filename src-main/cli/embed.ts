import { resolve } from 'node:path';
import type { Command } from 'commander';
import { defineCommand } from './define-command.js';
import { type DeviceOptions, deviceParams, withDeviceOptions } from './device-options.js';
import { parseTime } from './parse-time.js';
import type { CommonOptions, Shell } from './shell.js';
import { counted, formatSeconds, formatTime } from './terminal/format.js';

interface EmbedOptions extends CommonOptions, DeviceOptions {
  readonly run: string;
  readonly at?: string;
  readonly to?: string;
}

/** `pinnerformer embed` */
export function embedCommand(shell: Shell): Command {
  return withDeviceOptions(
    defineCommand({
      name: 'embed',
      summary: 'Write the embeddings of all users at a moment.',
      examples: [
        ['embed --run gowalla-dense-1', "at the end of training, into the run's results"],
        ['embed --run gowalla-dense-1 --at 2010-09-01 --to users.npy', 'at a time, for NumPy'],
      ],
    })
      .requiredOption('--run <name>', 'a trained run')
      .option('--at <time>', 'the moment of the embeddings (default: the end of training)')
      .option('--to <file>', 'FILE.npy, .parquet or .csv; a JSON beside says where it comes from'),
  ).action((options: EmbedOptions) =>
    shell.run(options, async ({ engine, output, context }) => {
      const request = {
        run: options.run,
        ...(options.at === undefined ? {} : { atMs: parseTime(options.at) }),
        ...(options.to === undefined ? {} : { to: resolve(options.to) }),
        ...deviceParams(options),
      };
      output.result(await engine.embedding.embed(request, context), report =>
        [
          `${counted(report.users, 'user')} embedded at ${formatTime(Date.parse(report.at))}, width ${report.width}, in ${formatSeconds(report.seconds)}:`,
          ...report.files.map(file => `  ${file}`),
        ].join('\n'),
      );
    }),
  );
}
