#!/usr/bin/env node
import { runCli } from './program.js';

// A reader that closes early (`| head`) is no failure of ours.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  signals: process,
  exit: code => process.exit(code),
});
