import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { DEFAULT_CADENCES, parseCadences } from '../simulate/cadence.js';
import { defineCommand } from './define-command.js';
import { type DeviceOptions, deviceParams, withDeviceOptions } from './device-options.js';
import { wholeNumber } from './parse-options.js';
import { parseTime } from './parse-time.js';
import type { CommonOptions, Shell } from './shell.js';
import { counted } from './terminal/format.js';
import { asUsage, UsageError } from './usage-error.js';

const KINDS = ['users', 'pins', 'targets', 'topk', 'metrics'] as const;

interface ExportOptions extends CommonOptions, DeviceOptions {
  readonly run: string;
  readonly what: (typeof KINDS)[number];
  readonly to: string;
  readonly at?: string;
  readonly top: number;
  readonly cadences: string;
  readonly users: 'validation' | 'test';
}

/** `pinnerformer export` */
export function exportCommand(shell: Shell): Command {
  return withDeviceOptions(
    defineCommand({
      name: 'export',
      summary: 'Write embeddings, retrieved pins, ranks or metrics of a run to a file.',
      examples: [
        ['export --run gowalla-dense-1 --what users --to users.npy', 'for numpy.load'],
        [
          'export --run gowalla-dense-1 --what targets --cadences once,daily --to targets.parquet',
          'user, pin, at, and the rank under each cadence',
        ],
        ['export --run gowalla-dense-1 --what topk -k 50 --to top.csv', 'what each user retrieves'],
      ],
    })
      .requiredOption('--run <name>', 'a trained run')
      .addOption(
        new Option(
          '--what <kind>',
          'users, pins: embeddings; targets: ranks; topk: retrieved pins; metrics: of each user',
        )
          .choices(KINDS)
          .makeOptionMandatory(),
      )
      .requiredOption(
        '--to <file>',
        'FILE.npy, .parquet or .csv; a JSON beside says where it is from',
      )
      .option('--at <time>', 'of users and topk: the moment (default: the end of training)')
      .addOption(
        new Option('-k, --top <n>', 'of topk: pins a user')
          .default(10)
          .argParser(wholeNumber('-k', 1)),
      )
      .option('--cadences <list>', 'of targets and metrics', DEFAULT_CADENCES)
      .addOption(
        new Option('--users <part>', 'of targets and metrics: on whom to measure')
          .choices(['validation', 'test'])
          .default('validation'),
      ),
  ).action((options: ExportOptions) =>
    shell.run(options, async ({ engine, output, context }) => {
      asUsage(() => parseCadences(options.cadences));
      if (!/\.(npy|parquet|csv)$/i.test(options.to))
        throw new UsageError(`"${options.to}" does not say in which format to write.`, {
          where: '--to',
          remedy: 'Give a name that ends in .npy, .parquet or .csv.',
        });
      const request = {
        run: options.run,
        what: options.what,
        to: resolve(options.to),
        ...(options.at === undefined ? {} : { atMs: parseTime(options.at) }),
        k: options.top,
        cadences: options.cadences,
        users: options.users,
        seed: 1,
        ...deviceParams(options),
      };
      const report = await engine.exporting.export(request, context);
      output.result(report, ({ rows, columns, files }) =>
        [
          `${counted(rows, 'row')} of ${columns.join(', ')}:`,
          ...files.map(file => `  ${file}`),
        ].join('\n'),
      );
    }),
  );
}
