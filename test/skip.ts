import { type TestFunction, test } from 'vitest';

/** How a test is declared: as vitest's own `test`, but never skipped in silence. */
export type Declare = (name: string, body: TestFunction, timeoutMs?: number) => void;

/**
 * `test` where `condition` holds; elsewhere a test that is reported as skipped with `reason`, which
 * says in one phrase what is missing here and where it is had.
 *
 *     const testWithGowalla = skipUnless(existsSync(file), `the Gowalla file is not in ${folder}`);
 *     testWithGowalla('imports every row', async () => { … });
 */
export function skipUnless(condition: boolean, reason: string): Declare {
  if (condition) return (name, body, timeoutMs) => test(name, body, timeoutMs);
  return name => test(name, context => context.skip(reason));
}
