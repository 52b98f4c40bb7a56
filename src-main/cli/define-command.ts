import { Command, Option } from 'commander';
import { DEFAULT_WORKSPACE } from './shell.js';

export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  /** Whole command lines without the leading `pinnerformer`, each with what it does. */
  readonly examples: readonly (readonly [line: string, what: string])[];
}

/** A command with the options that all have, and examples at the end of its --help. */
export function defineCommand({ name, summary, examples }: CommandDefinition): Command {
  const lines = examples.map(([line, what]) => `  # ${what}\n  $ pinnerformer ${line}`);
  return new Command(name)
    .description(summary)
    .addOption(
      new Option('--workspace <dir>', 'folder of the workspace').default(DEFAULT_WORKSPACE),
    )
    .addOption(new Option('--json', 'print one JSON document on stdout'))
    .addOption(new Option('--quiet', 'no progress and no notes'))
    .addOption(new Option('--verbose', 'show where an unexpected error happened'))
    .addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
