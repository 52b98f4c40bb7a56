import type { Command } from 'commander';
import { defineCommand } from './define-command.js';
import type { CommonOptions, Shell } from './shell.js';

/** `pinnerformer devices` */
export function devicesCommand(shell: Shell): Command {
  return defineCommand({
    name: 'devices',
    summary: 'Show which compute devices work here, and how fast they are.',
    examples: [['devices', 'every device: works or why not, version, threads, measured GFLOP/s']],
  }).action((options: CommonOptions) =>
    shell.run(options, async ({ engine, output, context }) => {
      const report = await engine.runJob('devices', {}, context);
      output.result(report, () => '');
    }),
  );
}
