import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule, Vitest } from 'vitest/node';

/** The part of vitest's TestModule that is counted. */
export interface CountedModule {
  readonly relativeModuleId: string;
  errors(): readonly { readonly message: string }[];
  readonly children: { allTests(): Iterable<CountedTest> };
}

export interface CountedTest {
  readonly fullName: string;
  result(): { readonly state: string; readonly note?: string | undefined };
}

export interface TestCount {
  passed: number;
  /** Full name of every failed test. */
  failed: string[];
  /** Full name and reason of every skipped test. */
  skipped: { name: string; reason: string }[];
  /** What failed outside any test: a file that cannot be loaded, an error nobody caught. */
  loose: string[];
}

/**
 * Prints each skipped test with its reason and, as the last line alone, the true count. A test
 * skipped without a reason counts as failed. With PINNERFORMER_COUNT_FILE set the count goes to
 * that file as JSON instead, for a caller that adds it to its own.
 */
export default class CountReporter implements Reporter {
  #selected = false;

  onInit(vitest: Vitest): void {
    this.#selected = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const count = countTests(modules, unhandledErrors, this.#selected);
    const file = process.env.PINNERFORMER_COUNT_FILE;
    if (file) {
      writeFileSync(file, JSON.stringify(count));
      return;
    }
    process.once('exit', () => console.log(describeCount(count)));
  }
}

/** Adds up a run; `selected` says that `-t` left tests out on purpose, which are then not counted. */
export function countTests(
  modules: readonly CountedModule[],
  unhandledErrors: readonly { readonly message: string }[],
  selected = false,
): TestCount {
  const count: TestCount = { passed: 0, failed: [], skipped: [], loose: [] };
  for (const module of modules) {
    const place = module.relativeModuleId;
    for (const error of module.errors()) count.loose.push(`${place}: ${error.message}`);
    for (const test of module.children.allTests()) {
      const result = test.result();
      const name = `${place} > ${test.fullName}`;
      if (result.state === 'passed') count.passed++;
      else if (result.state === 'failed') count.failed.push(name);
      else if (result.state === 'skipped' && result.note)
        count.skipped.push({ name, reason: result.note });
      else if (!selected) count.loose.push(`${name}: skipped without a reason`);
    }
  }
  for (const error of unhandledErrors) count.loose.push(`unhandled: ${error.message}`);
  return count;
}

export function describeCount(count: TestCount): string {
  const lines = count.skipped.map(({ name, reason }) => `skipped  ${name}: ${reason}`);
  lines.push(...count.loose.map(line => `failed   ${line}`));
  const failed = count.failed.length + count.loose.length;
  lines.push(`${count.passed} passed, ${failed} failed, ${count.skipped.length} skipped`);
  return lines.join('\n');
}
