import { expect, test } from 'vitest';
import {
  type Load,
  type NativePackage,
  nativePackages,
  packageFacts,
} from '../../src-main/services/native-packages.js';

/** A loader that has `names` and finds no package.json, so that versions are unknown. */
function loaderWith(...names: string[]): Load {
  const load = (name: string) => {
    if (!names.includes(name)) throw new Error(`Cannot find module '${name}'`);
    return {};
  };
  const resolve = Object.assign((name: string) => name, { paths: () => [] });
  return Object.assign(load, { resolve });
}

const search: NativePackage = {
  name: 'fast-search',
  alternatives: ['slow-search'],
  purpose: 'search',
  optional: true,
  substitute: 'exact search',
};

test('a package that loads works, one that throws is missing and its substitute is named', () => {
  expect(packageFacts([search], [loaderWith('fast-search')])).toEqual([
    { name: 'fast-search', purpose: 'search', works: true, version: undefined },
  ]);
  expect(packageFacts([search], [loaderWith()])).toEqual([
    { name: 'fast-search', purpose: 'search', works: false, substitute: 'exact search' },
  ]);
});

test('the first alternative that loads counts, from whichever folder has it', () => {
  const facts = packageFacts([search], [loaderWith(), loaderWith('slow-search')]);
  expect(facts).toMatchObject([{ name: 'slow-search', works: true }]);
});

test('a required package is installed here, with its version', () => {
  const required = nativePackages.filter(pack => !pack.optional);
  expect(required.map(pack => pack.name)).toEqual(['@duckdb/node-api', 'onnxruntime-node']);
  for (const facts of packageFacts(required))
    expect(facts).toMatchObject({ works: true, version: expect.stringMatching(/^\d+\.\d+/) });
});

test('every optional package names what takes its place', () => {
  for (const pack of nativePackages.filter(({ optional }) => optional))
    expect(pack.substitute).toEqual(expect.any(String));
});
