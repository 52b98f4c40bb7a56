import { type Command, Option } from 'commander';
import { wholeNumber } from './parse-options.js';

export interface DeviceOptions {
  readonly device: 'auto' | 'cpu' | 'tensorflow' | 'reference';
  readonly threads?: number;
}

/** The options of every command that computes. */
export function withDeviceOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--device <name>', 'what computes; `pinnerformer devices` shows what works')
        .choices(['auto', 'cpu', 'tensorflow', 'reference'])
        .default('auto'),
    )
    .addOption(
      new Option('--threads <n>', 'threads of the device (default: one a core)').argParser(
        wholeNumber('--threads', 1),
      ),
    );
}

/** The same as a job takes them: nothing where nothing was said. */
export function deviceParams({ device, threads }: DeviceOptions) {
  return { device, ...(threads === undefined ? {} : { threads }) };
}
