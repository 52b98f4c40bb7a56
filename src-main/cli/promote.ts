import type { Command } from 'commander';
import type { ModelCard } from '../contract/workspace.js';
import { defineCommand } from './define-command.js';
import type { CommonOptions, Shell } from './shell.js';
import { formatCount, formatRatio, formatTime } from './terminal/format.js';
import { renderFacts, renderTable } from './terminal/table.js';

interface PromoteOptions extends CommonOptions {
  readonly run?: string;
  readonly model?: string;
}

/** `pinnerformer promote` */
export function promoteCommand(shell: Shell): Command {
  return defineCommand({
    name: 'promote',
    summary: 'Keep a trained run as a model that stays as it is, or list the models.',
    examples: [
      ['promote --run gowalla-dense-1', 'under a name made from the data set'],
      ['promote --run gowalla-dense-1 --model live', 'then: simulate --run live …'],
      ['promote', 'the models that are there'],
    ],
  })
    .option('--run <name>', 'a trained run; the models are listed when it is absent')
    .option('--model <name>', 'what to call the model')
    .action((options: PromoteOptions) =>
      shell.run(options, async ({ engine, output }) => {
        const { run, model } = options;
        if (run !== undefined) output.result(await engine.models.promote(run, model), renderCard);
        else output.result({ models: await engine.models.list() }, renderModels);
      }),
    );
}

function renderCard(card: ModelCard): string {
  return renderFacts([
    ['model', card.model],
    ['of run', card.run],
    ['data set', card.dataset],
    ['steps', formatCount(card.steps)],
    ['checkpoint', card.checkpointSha256],
  ]);
}

function renderModels({ models }: { readonly models: readonly ModelCard[] }): string {
  if (models.length === 0)
    return 'There is no model yet: `pinnerformer promote --run NAME` makes one.';
  return renderTable(
    [
      { header: 'model', align: 'left' },
      { header: 'of run', align: 'left' },
      { header: 'data set', align: 'left' },
      { header: 'objective', align: 'left' },
      { header: 'steps' },
      { header: 'validation recall@10 all' },
      { header: 'promoted', align: 'left' },
    ],
    models.map(card => [
      card.model,
      card.run,
      card.dataset,
      card.objective,
      formatCount(card.steps),
      formatRatio(card.validation?.all ?? Number.NaN),
      formatTime(Date.parse(card.promotedAt)),
    ]),
  );
}
