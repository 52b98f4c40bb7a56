import { Argument, type Command } from 'commander';
import { complete, type NameLists } from './completion-candidates.js';
import { COMPLETION_SCRIPTS } from './completion-scripts.js';
import { defineCommand } from './define-command.js';
import { type CommonOptions, DEFAULT_WORKSPACE, type Shell } from './shell.js';

/** `pinnerformer completion SHELL` prints the script that teaches a shell our commands. */
export function completionCommand(shell: Shell): Command {
  return defineCommand({
    name: 'completion',
    summary: 'Print a script that completes commands, options and names in your shell.',
    examples: [
      ['completion bash >> ~/.bashrc', 'bash, from the next shell on'],
      ['completion zsh > ~/.zfunc/_pinnerformer', 'zsh, with ~/.zfunc in its fpath'],
      ['completion fish > ~/.config/fish/completions/pinnerformer.fish', 'fish'],
    ],
  })
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(COMPLETION_SCRIPTS)))
    .action((name: keyof typeof COMPLETION_SCRIPTS, options: CommonOptions) =>
      shell.run(options, async ({ output }) => {
        output.result({ shell: name, script: COMPLETION_SCRIPTS[name] }, ({ script }) => script);
      }),
    );
}

/** The hidden command that those scripts ask: the words of the line so far, candidates one a line. */
export function candidatesCommand(shell: Shell, program: Command): Command {
  return defineCommand({ name: '__complete', summary: 'candidates for a shell', examples: [] })
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action((words: string[]) =>
      shell.run({ workspace: workspaceIn(words), quiet: true }, async ({ engine, output }) => {
        const names: NameLists = {
          '--run': async () => [...(await engine.runs.names()), ...(await engine.models.names())],
          '--dataset': () => engine.datasets.names(),
        };
        const candidates = await complete(program, words, names);
        output.result(candidates, lines => lines.join('\n'));
      }),
    );
}

function workspaceIn(words: readonly string[]): string {
  const at = words.indexOf('--workspace');
  return (at >= 0 ? words[at + 1] : undefined) || DEFAULT_WORKSPACE;
}
