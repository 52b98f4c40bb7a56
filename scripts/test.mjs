import { requireNode } from './steps/node-version.mjs';

requireNode();

const { installWhenNeeded } = await import('./steps/install.mjs');
const { missingPackageLines } = await import('./steps/optional-packages.mjs');
const { runChecks } = await import('./steps/checks.mjs');

const count = await installWhenNeeded().then(
  async () => {
    for (const line of await missingPackageLines()) console.log(line);
    return runChecks();
  },
  error => ({ passed: 0, failed: [`installation: ${error.message}`], skipped: [] }),
);

console.log('');
for (const line of count.skipped) console.log(`skipped  ${line}`);
for (const line of count.failed) console.log(`failed   ${line}`);
console.log(
  `${count.passed} passed, ${count.failed.length} failed, ${count.skipped.length} skipped`,
);
process.exitCode = count.failed.length > 0 ? 1 : 0;
