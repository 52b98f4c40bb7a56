import { type Command, Option } from 'commander';
import { type WorldSize, worldConfig, worldSizes } from '../data/world/config.js';
import { DEFAULT_CADENCES, parseCadences } from '../simulate/cadence.js';
import { defineCommand } from './define-command.js';
import { wholeNumber } from './parse-options.js';
import { parseSettings } from './parse-settings.js';
import { renderOracle } from './render-oracle.js';
import type { CommonOptions, Shell } from './shell.js';
import { formatCount, formatTime } from './terminal/format.js';
import { renderFacts } from './terminal/table.js';
import { asUsage } from './usage-error.js';

interface WorldOptions extends CommonOptions {
  readonly dataset: string;
  readonly size: WorldSize;
  readonly set: readonly string[];
  readonly seed?: number;
  readonly oracle?: string | true;
}

/** `pinnerformer world` */
export function worldCommand(shell: Shell): Command {
  return defineCommand({
    name: 'world',
    summary: 'Make a synthetic Pinterest with known truth, as a data set.',
    examples: [
      ['world --dataset world', 'about half a million actions of 3,000 users'],
      [
        'world --dataset calm --size tiny --set sessionShare=0 days=60',
        'long-term interest alone: realtime then has little to win over daily',
      ],
      ['world --dataset world --oracle', 'what one would retrieve who knows each user'],
      ['world --dataset big --size large', '10 million actions'],
    ],
  })
    .requiredOption('--dataset <name>', 'what to call the data set')
    .addOption(
      new Option('--size <name>', 'how many users and pins')
        .choices(Object.keys(worldSizes))
        .default('small'),
    )
    .option('--set <key=value...>', 'parameters of the world, such as sessionShare=0.5', [])
    .addOption(
      new Option('--seed <n>', 'equal seeds and parameters give equal worlds').argParser(
        wholeNumber('--seed'),
      ),
    )
    .option(
      '--oracle [cadences]',
      `print the recall of an oracle that knows each user's state (${DEFAULT_CADENCES})`,
    )
    .action((options: WorldOptions) =>
      shell.run(options, async ({ engine, output, context }) => {
        const seed = options.seed === undefined ? {} : { seed: options.seed };
        const settings = { ...parseSettings(options.set), ...seed };
        const config = asUsage(() => worldConfig(settings, options.size));
        const cadences = options.oracle === true ? DEFAULT_CADENCES : options.oracle;
        if (cadences !== undefined) asUsage(() => parseCadences(cadences));
        const report = await engine.worlds.generate(options.dataset, config, context);
        const oracle =
          cadences === undefined
            ? undefined
            : await engine.worlds.oracle(options.dataset, { cadences, seed: config.seed }, context);
        const { firstAtMs, lastAtMs, contentHash, ...counts } = report;
        const document = {
          ...counts,
          firstAt: new Date(firstAtMs).toISOString(),
          lastAt: new Date(lastAtMs).toISOString(),
          contentHash,
          config,
          ...(oracle ? { oracle } : {}),
        };
        output.result(document, world => {
          const facts = renderFacts([
            ['world', world.dataset],
            ['users', formatCount(world.users)],
            ['pins', formatCount(world.pins)],
            ['actions', formatCount(world.actions)],
            ['positives', formatCount(world.positives)],
            ['first action', formatTime(firstAtMs)],
            ['last action', formatTime(lastAtMs)],
          ]);
          return oracle ? `${facts}\n\n${renderOracle(oracle)}` : facts;
        });
      }),
    );
}
