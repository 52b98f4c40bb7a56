import { expect, test } from 'vitest';
import { type CountedModule, countTests, describeCount } from '../count-reporter.js';

function moduleWith(
  tests: { name: string; state: string; note?: string }[],
  errors: string[] = [],
): CountedModule {
  return {
    relativeModuleId: 'test/a.test.ts',
    errors: () => errors.map(message => ({ message })),
    children: {
      allTests: () =>
        tests.map(({ name, state, note }) => ({
          fullName: name,
          result: () => ({ state, note }),
        })),
    },
  };
}

test('every skipped test is printed with its reason, and the count stands last', () => {
  const count = countTests(
    [
      moduleWith([
        { name: 'adds', state: 'passed' },
        { name: 'runs on the GPU', state: 'skipped', note: 'there is no GPU' },
        { name: 'divides', state: 'failed' },
      ]),
    ],
    [],
  );
  expect(describeCount(count).split('\n')).toEqual([
    'skipped  test/a.test.ts > runs on the GPU: there is no GPU',
    '1 passed, 1 failed, 1 skipped',
  ]);
});

test('a test skipped in silence, a file that does not load and a stray error count as failed', () => {
  const silent = moduleWith([{ name: 'is shy', state: 'skipped' }]);
  const broken = moduleWith([], ['Unexpected token']);
  const count = countTests([silent, broken], [{ message: 'nobody caught this' }]);
  expect(describeCount(count).split('\n')).toEqual([
    'failed   test/a.test.ts > is shy: skipped without a reason',
    'failed   test/a.test.ts: Unexpected token',
    'failed   unhandled: nobody caught this',
    '0 passed, 3 failed, 0 skipped',
  ]);
});

test('what -t leaves out is not counted', () => {
  const left = moduleWith([{ name: 'other', state: 'skipped' }]);
  expect(countTests([left], [], true)).toEqual({ passed: 0, failed: [], skipped: [], loose: [] });
});
