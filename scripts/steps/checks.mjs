import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhenStale } from './build.mjs';
import { capture, run, tool } from './processes.mjs';

/** Scripts of package.json, the longest first; each must end with 0 and counts as one check. */
const scripts = [
  { name: 'types of the page', script: 'check:page-types' },
  { name: 'types', script: 'check:types' },
  { name: 'format and lint', script: 'check:code' },
  { name: 'format of the page', script: 'check:page-format' },
  { name: 'dependency rules', script: 'check:floors' },
  { name: 'unused code', script: 'check:unused' },
];

/**
 * Unit tests on every core, where vitest would leave one idle. The end-to-end runs come last and alone, so
 * that nothing else slows the processes they start.
 */
const suites = [
  {
    name: 'unit and property tests',
    parameters: ['--exclude', 'test/e2e/**', `--maxWorkers=${availableParallelism()}`],
  },
  { name: 'end-to-end tests', parameters: ['test/e2e'] },
];

/**
 * @typedef {object} Count
 * @property {number} passed
 * @property {string[]} failed one line each: what failed
 * @property {string[]} skipped one line each: test and reason
 */

/**
 * Runs every check and every test, to the end even when some fail.
 * @returns {Promise<Count>}
 */
export async function runChecks() {
  /** @type {Count} */
  const count = { passed: 0, failed: [], skipped: [] };
  await runScripts(count);
  await check(count, 'build', () => buildWhenStale());
  for (const { name, parameters } of suites) await runSuite(count, name, parameters);
  return count;
}

/** Two at a time: each has one thread for most of its time. @param {Count} count */
async function runScripts(count) {
  const waiting = [...scripts];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { name, script } = next;
      await check(count, name, () => capture('npm', ['run', '--silent', script]));
    }
  };
  await Promise.all([lane(), lane()]);
}

/**
 * @param {Count} count
 * @param {string} name
 * @param {() => Promise<{code: number, output: string}>} attempt
 */
async function check(count, name, attempt) {
  const start = performance.now();
  const { code, output } = await attempt();
  const seconds = ((performance.now() - start) / 1e3).toFixed(1);
  console.log(`${code === 0 ? 'passed' : 'failed'}   ${name}, ${seconds} s`);
  if (code === 0) {
    count.passed++;
  } else {
    console.log(output);
    count.failed.push(name);
  }
}

/**
 * Adds a run of the test suite, whose reporter leaves its count in a file.
 * @param {Count} count
 * @param {string} name
 * @param {readonly string[]} parameters
 */
async function runSuite(count, name, parameters) {
  const folder = mkdtempSync(join(tmpdir(), 'pinnerformer-count-'));
  const file = join(folder, 'count.json');
  try {
    const code = await run(tool('vitest'), ['run', '--allowOnly=false', ...parameters], {
      env: { ...process.env, PINNERFORMER_COUNT_FILE: file },
    });
    /** @type {import('../../test/count-reporter.js').TestCount} */
    const tests = JSON.parse(readFileSync(file, 'utf8'));
    const failures = [...tests.failed, ...tests.loose];
    count.passed += tests.passed;
    count.failed.push(...failures);
    count.skipped.push(...tests.skipped.map(test => `${test.name}: ${test.reason}`));
    if (code !== 0 && failures.length === 0) count.failed.push(`${name}: ended with ${code}`);
  } catch (error) {
    count.failed.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
