import { type Command, Option } from 'commander';
import type { DeviceFacts } from '../contract/installation.js';
import { defineCommand } from './define-command.js';
import { wholeNumber } from './parse-options.js';
import type { CommonOptions, Shell } from './shell.js';
import { renderTable } from './terminal/table.js';

interface DevicesOptions extends CommonOptions {
  readonly threads?: number;
}

/** `pinnerformer devices` */
export function devicesCommand(shell: Shell): Command {
  return defineCommand({
    name: 'devices',
    summary: 'Show which compute devices work here, and how fast they are.',
    examples: [
      ['devices', 'every device: works or why not, version, threads, measured GFLOP/s'],
      ['devices --threads 1', 'the speed of one thread'],
    ],
  })
    .addOption(
      new Option('--threads <n>', 'threads of a device (default: one a core)').argParser(
        wholeNumber('--threads', 1),
      ),
    )
    .action((options: DevicesOptions) =>
      shell.run(options, async ({ engine, output, context }) => {
        const { threads } = options;
        const report = await engine.devices.list(threads === undefined ? {} : { threads }, context);
        output.result(report, ({ devices }) => renderDevices(devices));
      }),
    );
}

function renderDevices(devices: readonly DeviceFacts[]): string {
  return renderTable(
    [
      { header: 'device', align: 'left' },
      { header: 'works', align: 'left' },
      { header: 'threads' },
      { header: 'GFLOP/s' },
      { header: 'version or reason', align: 'left' },
    ],
    devices.map(device => [
      device.name,
      device.works ? 'yes' : 'no',
      device.threads === undefined ? '' : String(device.threads),
      device.gigaflops === undefined ? '' : device.gigaflops.toFixed(1),
      (device.works ? device.version : device.reason) ?? '',
    ]),
  );
}
