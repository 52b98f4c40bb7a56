import { describe, expect, it } from 'vitest';
import { version } from '../../package.json';
import { createProgram } from '../../src-main/cli/program.js';
import { Shell } from '../../src-main/cli/shell.js';
import { runInMemory } from './run-in-memory.js';

const program = createProgram(
  new Shell({
    stdout: process.stdout,
    stderr: process.stderr,
    signals: process,
    exit: () => undefined,
  }),
);
const names = program
  .createHelp()
  .visibleCommands(program)
  .map(command => command.name())
  .filter(name => name !== 'help');

describe('pinnerformer', () => {
  it('prints its version and ends with 0', async () => {
    expect(await runInMemory('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each(names)('%s --help shows examples and the options that all commands have', async name => {
    const { code, stdout } = await runInMemory(name, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Examples:');
    expect(stdout).toContain(`$ pinnerformer ${name}`);
    for (const option of ['--workspace', '--json', '--quiet', '--help'])
      expect(stdout).toContain(option);
  });
});

describe('bad usage ends with 2 and one sentence', () => {
  it('for a command that does not exist, with the nearest', async () => {
    const { code, stdout, stderr } = await runInMemory('devics');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain("unknown command 'devics'");
    expect(stderr).toContain('Did you mean devices?');
  });

  it('for an option that does not exist', async () => {
    const { code, stderr } = await runInMemory('devices', '--jsno');
    expect(code).toBe(2);
    expect(stderr).toContain("unknown option '--jsno'");
  });

  it('for a word that is no choice', async () => {
    const { code, stderr } = await runInMemory('completion', 'tcsh');
    expect(code).toBe(2);
    expect(stderr).toContain('bash, zsh, fish');
  });

  it('for no command at all', async () => {
    const { code, stderr } = await runInMemory();
    expect(code).toBe(2);
    expect(stderr).toContain('Commands:');
  });
});
