import { buildWhenStale } from './steps/build.mjs';

const { code, output } = await buildWhenStale({ always: true });
process.stdout.write(output);
process.exitCode = code;
