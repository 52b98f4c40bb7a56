import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { candidatesCommand, completionCommand } from './completion.js';
import { demoCommand } from './demo.js';
import { devicesCommand } from './devices.js';
import { embedCommand } from './embed.js';
import { evaluateCommand } from './evaluate.js';
import { EXIT } from './exit-codes.js';
import { exportCommand } from './export.js';
import { flagsOf } from './flag-words.js';
import { importCommand } from './import.js';
import { profileCommand } from './profile.js';
import { promoteCommand } from './promote.js';
import { retrieveCommand } from './retrieve.js';
import { runsCommand } from './runs.js';
import { serveCommand } from './serve.js';
import { Shell, type ShellOptions } from './shell.js';
import { simulateCommand } from './simulate.js';
import { trainCommand } from './train.js';
import { UsageError } from './usage-error.js';
import { worldCommand } from './world.js';

/** In the order in which they are used. */
const commands = [
  importCommand,
  profileCommand,
  worldCommand,
  devicesCommand,
  trainCommand,
  evaluateCommand,
  simulateCommand,
  embedCommand,
  retrieveCommand,
  exportCommand,
  runsCommand,
  promoteCommand,
  serveCommand,
  demoCommand,
  completionCommand,
];

/** The command `pinnerformer` with all that it can do. */
export function createProgram(shell: Shell): Command {
  const { stdout, stderr } = shell.options;
  const program = new Command('pinnerformer')
    .description(
      'Train PinnerFormer on files of actions, replay once, daily and realtime inference, and measure what each retrieves.',
    )
    .version(version)
    .showHelpAfterError('(add --help for the options and examples)')
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({
      writeOut: text => void stdout.write(text),
      writeErr: text => void stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
    });
  for (const command of commands)
    program.addCommand(command(shell).copyInheritedSettings(program).exitOverride());
  shell.flags = flagsOf(program);
  program.addCommand(candidatesCommand(shell, program), { hidden: true });
  return program.exitOverride();
}

/** Runs one command line (without node and script) and resolves with its exit code. */
export async function runCli(args: readonly string[], options: ShellOptions): Promise<number> {
  const shell = new Shell(options);
  try {
    await createProgram(shell).parseAsync([...args], { from: 'user' });
    return shell.exitCode;
  } catch (error) {
    // Commander has printed its sentence already; --help and --version end here too, with code 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.success : EXIT.usage;
    if (!(error instanceof UsageError)) throw error;
    options.stderr.write(`error: ${error.describe()}\n`);
    return EXIT.usage;
  }
}
