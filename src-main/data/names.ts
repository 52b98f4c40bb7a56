import { badInput, StudioError } from '../base/errors.js';
import { suggest } from '../base/nearest.js';

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

/** The first of `base-1`, `base-2`, … that is not taken; `base` is made fit for a folder name. */
export function readableName(base: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  const stem =
    base
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
      .slice(0, 56) || 'unnamed';
  for (let number = 1; ; number++) {
    const name = `${stem}-${number}`;
    if (!used.has(name)) return name;
  }
}

/** Returns `name` when it can be a folder of the workspace on every system; BAD_INPUT otherwise. */
export function checkName(kind: 'data set' | 'run' | 'index' | 'model', name: string): string {
  if (NAME.test(name)) return name;
  throw badInput(`"${name}" cannot name a ${kind}.`, {
    remedy:
      'Use 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit.',
  });
}

/** NOT_FOUND for a name that does not exist, with the nearest that do. */
export function unknownName(
  kind: string,
  name: string,
  known: Iterable<string>,
  where?: string,
): StudioError {
  const candidates = [...known];
  return new StudioError('NOT_FOUND', `there is no ${kind} "${name}".`, {
    remedy:
      candidates.length > 0 ? suggest(name, candidates) : `No ${kind} has been made here yet.`,
    ...(where === undefined ? {} : { where }),
  });
}
