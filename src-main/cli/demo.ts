import type { Command } from 'commander';
import { worldConfig } from '../data/world/config.js';
import { DEMO_DATASET, DEMO_OBJECTIVES, DEMO_SETTINGS, DEMO_WORLD } from '../services/demo.js';
import { defineCommand } from './define-command.js';
import { demoLines } from './demo-lines.js';
import { type DeviceOptions, deviceParams, withDeviceOptions } from './device-options.js';
import { sayHowToGoOn } from './go-on.js';
import { renderBaselines, renderRows } from './render-simulation.js';
import { type CommandRun, type CommonOptions, quoted, type Shell } from './shell.js';
import { counted, formatCount, formatSeconds } from './terminal/format.js';

type DemoOptions = CommonOptions & DeviceOptions;

/** `pinnerformer demo` */
export function demoCommand(shell: Shell): Command {
  return withDeviceOptions(
    defineCommand({
      name: 'demo',
      summary: 'Make a small world, train both objectives and compare once, daily and realtime.',
      examples: [
        ['demo', 'everything real, in under three minutes on two cores'],
        ['demo --workspace demo-workspace', 'in a workspace of its own'],
      ],
    }),
  ).action((options: DemoOptions) =>
    shell.run(options, async command => {
      const { engine, output, context } = command;
      const startedAt = performance.now();
      const world = await engine.worlds.generate(DEMO_DATASET, worldConfig(DEMO_WORLD), context);
      output.note(
        `Made a world of ${counted(world.users, 'user')}, ${counted(world.pins, 'pin')} and ${counted(world.actions, 'action')} over ${DEMO_WORLD.days} days.`,
      );
      const [dense, sasrec] = await trainBoth(command, options);
      const request = {
        runs: [dense, sasrec],
        cadences: 'once,daily,realtime',
        users: 'test',
        seed: 1,
      } as const;
      const report = await engine.simulation.simulate(
        { ...request, ...deviceParams(options) },
        context,
      );
      const seconds = (performance.now() - startedAt) / 1_000;
      const lines = demoLines(report, { dense, sasrec });
      output.result({ ...report, lines, seconds }, () =>
        [
          `${counted(report.frame.users, 'test user')}, ${counted(report.frame.targets, 'target')} in the 14 days after training, ${formatCount(report.frame.index.pins)} pins`,
          '',
          renderRows(report),
          '',
          renderBaselines(report),
          '',
          ...lines,
          '',
          `All of it took ${formatSeconds(seconds)}. Go on with: pinnerformer retrieve --run ${dense} --user user-3${command.workspaceFlag}`,
        ].join('\n'),
      );
    }),
  );
}

/** A run of each objective, under names that are free, so that every demo really trains. */
async function trainBoth(command: CommandRun, options: DemoOptions): Promise<[string, string]> {
  const { engine, output, context, workspaceFlag } = command;
  const names: string[] = [];
  for (const objective of DEMO_OBJECTIVES) {
    const run = await engine.training.freeName(DEMO_DATASET, objective);
    const goOn = `pinnerformer train --run ${quoted(run)} --resume${workspaceFlag}`;
    const request = {
      dataset: DEMO_DATASET,
      run,
      objective,
      preset: 'modest',
      settings: DEMO_SETTINGS,
      ...deviceParams(options),
    } as const;
    const report = await sayHowToGoOn(command, run, goOn, () =>
      engine.training.train(request, context),
    );
    output.note(
      `Trained ${objective} as run ${run}: ${formatCount(report.steps)} steps in ${formatSeconds(report.seconds)}.`,
    );
    names.push(run);
  }
  const [dense = '', sasrec = ''] = names;
  return [dense, sasrec];
}
