import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Snapshots } from '../../../src-main/services/notebooks/snapshots.js';

let folder: string;
let snapshots: Snapshots;
beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
  snapshots = new Snapshots(folder);
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const provenance = { computedAtMs: 1, seconds: 2, cached: false, codeVersion: '1' };
const write = (key: string, value: unknown) =>
  snapshots.write(key, { version: 1, kind: 'sql', value, provenance });

test('an output comes back as it was, typed arrays too', async () => {
  const value = { ids: Int32Array.of(1, 2), name: 'rows', none: null };
  await write('a', value);
  expect(await snapshots.read('a')).toEqual({ version: 1, kind: 'sql', value, provenance });
  expect(await snapshots.read('b')).toBeUndefined();
});

test('one that cannot be read is none', async () => {
  await fs.writeFile(join(folder, 'a.out'), 'not an output');
  expect(await snapshots.read('a')).toBeUndefined();
  await fs.writeFile(join(folder, 'shown.json'), '{ not JSON');
  expect(await snapshots.shown()).toEqual({});
});

test('the oldest outputs are forgotten until the rest fit, but never one that is shown', async () => {
  for (const [place, key] of ['a', 'b', 'c', 'd'].entries()) {
    await write(key, new Uint8Array(1000));
    const at = new Date(2024, 0, 1 + place);
    await fs.utimes(join(folder, `${key}.out`), at, at);
  }
  const { size } = await fs.stat(join(folder, 'a.out'));
  await snapshots.prune(new Set(['a']), 2 * size);
  expect([...(await snapshots.keys())].sort()).toEqual(['a', 'd']);
});
