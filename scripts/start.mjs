/**
 * `npm start`: installs and builds what is missing, then opens the app, in a window of its own where
 * Electron's runtime and a display are, else in the browser.
 *
 *     npm start                                 the app
 *     npm start -- --workspace DIR              the app on another workspace
 *     npm start -- --browser                    in the browser, whatever there is
 *     npm start -- demo                         any command of the command line
 */
import { requireNode } from './steps/node-version.mjs';

requireNode();

const { installWhenNeeded } = await import('./steps/install.mjs');
const { buildWhenStale } = await import('./steps/build.mjs');
const { findDesktop } = await import('./steps/desktop.mjs');
const { missingPackageLines } = await import('./steps/optional-packages.mjs');
const { fromRoot, root, run } = await import('./steps/processes.mjs');

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
const isCommand = parameters[0] !== undefined && !parameters[0].startsWith('-');
process.exitCode = isCommand ? await runCli(parameters) : await openApp();

async function openApp() {
  const inBrowser = parameters.includes('--browser');
  const desktop = findDesktop();
  if ('runtime' in desktop && !inBrowser) return run(desktop.runtime, [root, ...parameters]);
  if ('reason' in desktop && !inBrowser)
    console.error(
      `The app opens in the browser, not in a window: ${desktop.reason}. For a window ${desktop.remedy}.`,
    );
  return runCli(['serve', ...parameters.filter(parameter => parameter !== '--browser')]);
}

/** @param {readonly string[]} words */
function runCli(words) {
  return run(process.execPath, [fromRoot('out/main/cli.mjs'), ...words]);
}
