import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import known from '../../resources/native-packages.json' with { type: 'json' };
import { tensorflowFolder } from '../compute/tensorflow-folder.js';
import type { PackageFacts } from '../contract/installation.js';

export interface NativePackage {
  readonly name: string;
  /** Other packages that do the same; the first that loads counts. */
  readonly alternatives?: readonly string[];
  /** What the product uses it for, as a phrase. */
  readonly purpose: string;
  readonly optional: boolean;
  /** What takes its place where it does not load; absent when nothing can. */
  readonly substitute?: string;
  /** How to get it, as a command. */
  readonly remedy?: string;
}

export const nativePackages: readonly NativePackage[] = known;

/** How a package is loaded: throws when it cannot be, and knows where packages are looked for. */
export type Load = Pick<NodeJS.Require, 'resolve'> & ((name: string) => unknown);

/**
 * Loads each package that has native code and tells which work. A folder proves nothing (npm leaves
 * an empty one behind when a build fails), so they are really loaded: call it in a process whose
 * native abort does no harm.
 */
export function packageFacts(
  packages: readonly NativePackage[] = nativePackages,
  loaders: readonly Load[] = defaultLoaders(),
): PackageFacts[] {
  return packages.map(({ name, alternatives = [], purpose, substitute }) => {
    for (const candidate of [name, ...alternatives]) {
      const loader = loaders.find(load => loads(load, candidate));
      if (loader)
        return { name: candidate, purpose, works: true, version: versionOf(loader, candidate) };
    }
    return { name, purpose, works: false, substitute };
  });
}

/** From where the product looks: its own packages, then the folder of a TensorFlow put elsewhere. */
function defaultLoaders(): Load[] {
  return [createRequire(import.meta.url), createRequire(join(tensorflowFolder(), 'package.json'))];
}

function loads(load: Load, name: string): boolean {
  try {
    load(name);
    return true;
  } catch {
    return false;
  }
}

function versionOf(load: Load, name: string): string | undefined {
  for (const folder of load.resolve.paths(name) ?? []) {
    const path = join(folder, name, 'package.json');
    if (existsSync(path)) return String(JSON.parse(readFileSync(path, 'utf8')).version);
  }
  return undefined;
}
