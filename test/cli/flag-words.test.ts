import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { badInput } from '../../src-main/base/errors.js';
import { errorInFlags, flagsOf, inFlags } from '../../src-main/cli/flag-words.js';
import { Output } from '../../src-main/cli/output.js';
import { createProgram } from '../../src-main/cli/program.js';
import { Shell } from '../../src-main/cli/shell.js';

const nowhere = new Writable({ write: (_, __, done) => done() });
const flags = flagsOf(
  createProgram(
    new Shell({ stdout: nowhere, stderr: nowhere, signals: process, exit: () => undefined }),
  ),
);

test('settings in a remedy and a place become the flags that give them', () => {
  const error = badInput('more than 3 rows were rejected.', {
    where: 'maxRejects',
    remedy: 'Look at `columns` and `pinColumns`.',
  });
  expect(errorInFlags(error, flags).describe()).toBe(
    '--max-rejects: more than 3 rows were rejected. Look at --columns and --pin-columns.',
  );
});

test('words that are no setting stay as they are, files too', () => {
  expect(inFlags('Run `npm ci` or `iconv`.', flags)).toBe('Run `npm ci` or `iconv`.');
  expect(errorInFlags(badInput('it is empty.', { where: 'at.csv' }), flags).where).toBe('at.csv');
});

test('a result names flags, too, its document does not', () => {
  for (const [json, said] of [
    [false, 'Look at --time.\n'],
    [true, '"Look at `time`."\n'],
  ] as const) {
    const lines: string[] = [];
    const stdout = new Writable({
      write: (chunk, _, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    const output = new Output(stdout, nowhere, { json, quiet: true, flags });
    output.result('Look at `time`.', text => text);
    expect(lines.join('')).toBe(said);
  }
});
