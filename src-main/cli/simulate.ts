import { type Command, Option } from 'commander';
import { DEFAULT_CADENCES, parseCadences } from '../simulate/cadence.js';
import { defineCommand } from './define-command.js';
import { type DeviceOptions, deviceParams, withDeviceOptions } from './device-options.js';
import { wholeNumber } from './parse-options.js';
import { renderSimulation } from './render-simulation.js';
import type { CommonOptions, Shell } from './shell.js';
import { asUsage } from './usage-error.js';

interface SimulateOptions extends CommonOptions, DeviceOptions {
  readonly run: readonly string[];
  readonly cadences: string;
  readonly users: 'validation' | 'test';
  readonly indexPins?: number;
  readonly oracle: boolean;
  readonly seed: number;
}

/** `pinnerformer simulate` */
export function simulateCommand(shell: Shell): Command {
  return withDeviceOptions(
    defineCommand({
      name: 'simulate',
      summary: 'Replay what runs would have retrieved under once, daily and realtime inference.',
      examples: [
        ['simulate --run gowalla-dense-1', 'once, daily and realtime on the validation users'],
        [
          'simulate --run gowalla-dense-1 gowalla-sasrec-1 --users test',
          'two runs beside each other on the test users; each such look is logged in the runs',
        ],
        [
          'simulate --run gowalla-dense-1 --cadences once,daily,6h,6h+1d,realtime',
          'every six hours, and every six hours one day late',
        ],
      ],
    })
      .requiredOption('--run <name...>', 'trained runs of one data set, split and time')
      .option(
        '--cadences <list>',
        'once, daily, realtime, or an interval with a delay such as 6h+1d',
        DEFAULT_CADENCES,
      )
      .addOption(
        new Option('--users <part>', 'on whom to measure')
          .choices(['validation', 'test'])
          .default('validation'),
      )
      .addOption(
        new Option('--index-pins <n>', 'random pins in the index (default: all known)').argParser(
          wholeNumber('--index-pins', 1),
        ),
      )
      .option('--no-oracle', 'leave out the oracle of a synthetic world')
      .addOption(
        new Option('--seed <n>', 'seed of the bootstrap and of samples')
          .default(1)
          .argParser(wholeNumber('--seed')),
      ),
  ).action((options: SimulateOptions) =>
    shell.run(options, async ({ engine, output, context }) => {
      asUsage(() => parseCadences(options.cadences));
      const request = {
        runs: options.run,
        cadences: options.cadences,
        users: options.users,
        indexPins: options.indexPins,
        withoutOracle: !options.oracle,
        seed: options.seed,
        ...deviceParams(options),
      };
      const report = await engine.simulation.simulate(request, context);
      output.result(report, () => renderSimulation(report, options.users));
    }),
  );
}
