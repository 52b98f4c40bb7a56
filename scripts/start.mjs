import { requireNode } from './steps/node-version.mjs';

requireNode();

const { installWhenNeeded } = await import('./steps/install.mjs');
const { buildWhenStale } = await import('./steps/build.mjs');
const { missingPackageLines } = await import('./steps/optional-packages.mjs');
const { fromRoot, run } = await import('./steps/processes.mjs');

await installWhenNeeded().catch(error => {
  console.error(error.message);
  process.exit(1);
});
const { code, output } = await buildWhenStale();
if (code !== 0) {
  console.error(`${output}\nThe build failed; what it printed stands above.`);
  process.exit(code);
}
for (const line of await missingPackageLines()) console.error(line);

const parameters = process.argv.slice(2);
process.exitCode = await run(process.execPath, [
  fromRoot('out/main/cli.mjs'),
  'demo',
  ...parameters,
]);
