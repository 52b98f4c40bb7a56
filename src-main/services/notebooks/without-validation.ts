import type { Problem } from '../../contract/notebook.js';
import { writeSetting } from '../../notebook/write-setting.js';

type Config = Readonly<Record<string, unknown>>;

/**
 * Why a cell cannot measure validation users: a training that it names keeps none apart. Told before it runs,
 * with the repair; undefined where there is nothing to say.
 */
export function withoutValidation(
  config: Config | null,
  source: string,
  trainingOf: (name: string) => Config | null | undefined,
): Problem | undefined {
  if (config?.users !== 'validation') return undefined;
  const named = [config.run, config.runs].flat().filter(isReference);
  const lacking = named.find(name => !validates(trainingOf(name.slice(1))));
  if (lacking === undefined) return undefined;
  const lines = source.split('\n');
  const line = Math.max(
    0,
    lines.findIndex(text => /^(users|runs?):/.test(text)),
  );
  return {
    severity: 'error',
    line: line + 1,
    column: 1,
    length: Math.max(1, lines[line]?.length ?? 1),
    message: `${lacking} is trained without validation users, and this cell measures those.`,
    remedy: `Measure the test users, or let ${lacking} keep some apart: validation.enabled: true.`,
    repair: { label: 'Measure test users', source: writeSetting(source, ['users'], 'test') },
  };
}

function isReference(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('$');
}

/** A cell that is no training, or that cannot be read, is not spoken of here. */
function validates(training: Config | null | undefined): boolean {
  const set = training?.set;
  if (typeof set !== 'object' || set === null || !('validation.enabled' in set)) return true;
  return set['validation.enabled'] !== false;
}
