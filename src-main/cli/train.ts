import { type Command, Option } from 'commander';
import type { RunDetails } from '../services/runs.js';
import { applySettings, parseTrainConfig } from '../train/config.js';
import { objectiveNames } from '../train/objectives/registry.js';
import { DEFAULT_PRESET, type PresetName, presetNames, presets } from '../train/presets.js';
import type { TrainReport } from '../train/trainer.js';
import { defineCommand } from './define-command.js';
import { type DeviceOptions, deviceParams, withDeviceOptions } from './device-options.js';
import { sayHowToGoOn } from './go-on.js';
import type { TrainDocument } from './json-documents.js';
import { wholeNumber } from './parse-options.js';
import { parseTime } from './parse-time.js';
import { renderCurves } from './render-curves.js';
import { type CommonOptions, quoted, type Shell } from './shell.js';
import { formatCount, formatSeconds } from './terminal/format.js';
import { renderFacts } from './terminal/table.js';
import { asUsage, UsageError } from './usage-error.js';

interface TrainOptions extends CommonOptions, DeviceOptions {
  readonly dataset?: string;
  readonly run?: string;
  readonly preset?: PresetName;
  readonly objective?: (typeof objectiveNames)[number];
  readonly set: readonly string[];
  readonly at?: string;
  readonly seed?: number;
  readonly resume?: boolean;
}

/** `pinnerformer train` */
export function trainCommand(shell: Shell): Command {
  return withDeviceOptions(
    defineCommand({
      name: 'train',
      summary: 'Train PinnerFormer on a data set.',
      examples: [
        ['train --dataset gowalla --run gowalla-dense-1', 'the modest preset, denseAllAction'],
        [
          'train --dataset ml --run ml-sasrec-1 --preset small --objective sasrec --set optimizer.learningRate=0.0005 steps=2000',
          'another preset and objective, and settings of its config',
        ],
        ['train --dataset gowalla --run gowalla-dense-1 --resume', 'go on where it was stopped'],
      ],
    })
      .option('--dataset <name>', 'what to train on')
      .option('--run <name>', 'what to call the run (default: made from data set and objective)')
      .addOption(
        new Option(
          '--preset <name>',
          `sizes and options by name (default: ${DEFAULT_PRESET})`,
        ).choices(presetNames),
      )
      .addOption(
        new Option('--objective <name>', 'what is predicted (default: denseAllAction)').choices(
          objectiveNames,
        ),
      )
      .option('--set <key.path=value...>', 'settings of the config, over the preset', [])
      .option('--at <time>', 'train on what is not later (default: the split of `profile`)')
      .addOption(
        new Option('--seed <n>', 'seed of everything random').argParser(wholeNumber('--seed')),
      )
      .option('--resume', 'go on with a run that was stopped'),
  ).action((options: TrainOptions) =>
    shell.run(options, async command => {
      const { engine, output, context, workspaceFlag } = command;
      const run = options.run ?? (await nameRun(options, engine.training.freeName));
      checkSettings(options);
      const request = {
        run,
        settings: options.set,
        resume: options.resume === true,
        ...(options.resume ? {} : { preset: options.preset ?? DEFAULT_PRESET }),
        ...(options.resume && options.preset ? { preset: options.preset } : {}),
        ...(options.dataset === undefined ? {} : { dataset: options.dataset }),
        ...(options.objective === undefined ? {} : { objective: options.objective }),
        ...(options.at === undefined ? {} : { atMs: parseTime(options.at) }),
        ...(options.seed === undefined ? {} : { seed: options.seed }),
        ...deviceParams(options),
      };
      const goOn = `pinnerformer train${options.dataset ? ` --dataset ${quoted(options.dataset)}` : ''} --run ${quoted(run)} --resume${deviceFlags(options)}${workspaceFlag}`;
      const report = await sayHowToGoOn(command, run, goOn, () =>
        engine.training.train(request, context),
      );
      const details = await engine.runs.show(run);
      output.result(trainDocumentOf(report), () => renderTraining(report, details));
    }),
  );
}

async function nameRun(
  options: TrainOptions,
  freeName: (dataset: string, objective: string) => Promise<string>,
): Promise<string> {
  if (options.resume)
    throw new UsageError('--resume needs the run to go on with.', {
      remedy: 'Add --run NAME; `pinnerformer runs` lists them.',
    });
  if (options.dataset === undefined)
    throw new UsageError('no data set was named.', { remedy: 'Add --dataset NAME.' });
  return freeName(options.dataset, options.objective ?? 'denseAllAction');
}

/** What can be said of the settings before anything is opened. */
function checkSettings(options: TrainOptions): void {
  if (!options.resume && options.dataset === undefined)
    throw new UsageError('no data set was named.', { remedy: 'Add --dataset NAME.' });
  const preset = options.resume && !options.preset ? {} : presets[options.preset ?? DEFAULT_PRESET];
  const objective = options.objective === undefined ? {} : { objective: options.objective };
  asUsage(() => {
    const config = applySettings({ ...preset, ...objective }, options.set);
    return options.resume ? undefined : parseTrainConfig(config);
  });
}

/** Device and threads decide the bits, so going on takes the same. */
function deviceFlags({ device, threads }: DeviceOptions): string {
  return `${device === 'auto' ? '' : ` --device ${device}`}${threads === undefined ? '' : ` --threads ${threads}`}`;
}

function trainDocumentOf(report: TrainReport): TrainDocument {
  const { run, steps, seconds, checkpoint, checkpointSha256, validation, diagnosis } = report;
  const { step, ...recallAt10 } = validation ?? { step: 0, all: null, new: null, repeat: null };
  return {
    run,
    steps,
    seconds,
    checkpoint,
    checkpointSha256,
    validation: validation ? { step, recallAt10 } : null,
    diagnosis,
  };
}

function renderTraining(report: TrainReport, details: RunDetails): string {
  return [
    renderFacts([
      ['run', report.run],
      ['steps', formatCount(report.steps)],
      ['time', formatSeconds(report.seconds)],
      ['checkpoint', report.checkpoint],
      ['sha256', report.checkpointSha256],
    ]),
    renderCurves(details),
    ...(report.diagnosis ? [report.diagnosis] : []),
  ]
    .filter(part => part !== '')
    .join('\n\n');
}
