import { Argument, Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { complete } from '../../src-main/cli/completion-candidates.js';
import { runInMemory } from './run-in-memory.js';

const program = new Command('pinnerformer');
program
  .command('train')
  .option('--run <name>')
  .option('--set <key=value...>')
  .addOption(new Option('--preset <name>').choices(['tiny', 'small']))
  .option('--resume');
program.command('completion').addArgument(new Argument('<shell>').choices(['bash', 'zsh']));
program.addCommand(new Command('__complete'), { hidden: true });

const names = { '--run': async () => ['gowalla-dense-1', 'ml-sasrec-1'] };
const candidates = (...words: string[]) => complete(program, words, names);

describe('completion', () => {
  it('offers commands first, never hidden ones', async () => {
    expect(await candidates('')).toEqual(['train', 'completion', 'help', '--help', '--version']);
    expect(await candidates('tr')).toEqual(['train']);
  });

  it('offers the options of the command', async () => {
    expect(await candidates('train', '--r')).toEqual(['--run', '--resume']);
  });

  it('offers the choices of an option and those of an argument', async () => {
    expect(await candidates('train', '--preset', '')).toEqual(['tiny', 'small']);
    expect(await candidates('completion', 'z')).toEqual(['zsh']);
  });

  it('offers the names that the workspace holds', async () => {
    expect(await candidates('train', '--run', 'g')).toEqual(['gowalla-dense-1']);
  });

  it('offers none where they cannot be read', async () => {
    const broken = { '--run': () => Promise.reject(new Error('no workspace')) };
    expect(await complete(program, ['train', '--run', ''], broken)).toEqual([]);
  });

  it('leaves files and free values to the shell', async () => {
    expect(await candidates('train', '--set', '')).toEqual([]);
    expect(await candidates('nonsense', '')).toEqual([]);
  });

  it('is asked through a hidden command, one candidate a line', async () => {
    expect(await runInMemory('__complete', '--', 'compl')).toEqual({
      code: 0,
      stdout: 'completion\n',
      stderr: '',
    });
  });

  it.each(['bash', 'zsh', 'fish'])('has a script for %s that asks that command', async name => {
    const { code, stdout } = await runInMemory('completion', name);
    expect(code).toBe(0);
    expect(stdout).toContain('pinnerformer __complete --');
  });
});
