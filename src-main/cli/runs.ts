import type { Command } from 'commander';
import type { RunRow } from '../contract/workspace.js';
import type { RunDetails } from '../services/runs.js';
import { defineCommand } from './define-command.js';
import { renderCurves } from './render-curves.js';
import type { CommonOptions, Shell } from './shell.js';
import { formatCount, formatRatio, formatTime } from './terminal/format.js';
import { renderFacts, renderTable } from './terminal/table.js';

/** `pinnerformer runs` */
export function runsCommand(shell: Shell): Command {
  return defineCommand({
    name: 'runs',
    summary: 'List the runs of the workspace, or show one.',
    examples: [
      ['runs', 'all runs'],
      ['runs gowalla-dense-1', 'its config, its curves and its checkpoint'],
    ],
  })
    .argument('[run]', 'a run to show')
    .action((name: string | undefined, options: CommonOptions) =>
      shell.run(options, async ({ engine, output }) => {
        if (name === undefined) output.result({ runs: await engine.runs.list() }, renderRuns);
        else output.result(await engine.runs.show(name), renderRun);
      }),
    );
}

function renderRuns({ runs }: { readonly runs: readonly RunRow[] }): string {
  if (runs.length === 0) return 'No run has been trained here yet: `pinnerformer train` makes one.';
  return renderTable(
    [
      { header: 'run', align: 'left' },
      { header: 'data set', align: 'left' },
      { header: 'objective', align: 'left' },
      { header: 'state', align: 'left' },
      { header: 'steps' },
      { header: 'validation recall@10 all' },
      { header: 'new' },
      { header: 'made', align: 'left' },
    ],
    runs.map(run => [
      run.run,
      run.dataset,
      run.objective,
      run.state,
      formatCount(run.steps),
      formatRatio(run.validation?.all ?? Number.NaN),
      formatRatio(run.validation?.new ?? Number.NaN),
      formatTime(Date.parse(run.createdAt)),
    ]),
  );
}

function renderRun(run: RunDetails): string {
  const facts = renderFacts([
    ['run', run.run],
    ['data set', run.dataset],
    ['objective', run.objective],
    ['state', run.state],
    ['steps', formatCount(run.steps)],
    ['trained until', formatTime(Date.parse(run.trainedUntil))],
    ['seed', String(run.seed)],
    ['made', formatTime(Date.parse(run.createdAt))],
    ['checkpoint', run.checkpoint ?? 'none yet'],
    ['sha256', run.checkpointSha256 ?? 'none yet'],
  ]);
  const config = JSON.stringify(run.config, null, 2);
  return [facts, renderCurves(run), `config\n${config}`].filter(part => part !== '').join('\n\n');
}
