import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';
import { compareIndexes } from '../../src-main/retrieve/compare-indexes.js';
import { createExactIndex } from '../../src-main/retrieve/exact.js';
import { buildHnsw, DEFAULT_HNSW, hnswWorks, loadHnsw } from '../../src-main/retrieve/hnsw.js';
import { skipUnless } from '../skip.js';

const testWithPackage = skipUnless(
  await hnswWorks(),
  'hnswlib-node does not load here; it needs a C++ compiler to install',
);

function unitRows(count: number, width: number, label: string): Float32Array {
  const rng = Rng.derive(3, label);
  const rows = new Float32Array(count * width);
  for (let row = 0; row < count; row++) {
    const values = Array.from({ length: width }, () => rng.normal());
    const length = Math.hypot(...values);
    rows.set(
      values.map(value => value / length),
      row * width,
    );
  }
  return rows;
}

const WIDTH = 8;
const vectors = unitRows(900, WIDTH, 'pins');
// Every third pin is not in the index.
const members = Int32Array.from({ length: 600 }, (_, i) => i + Math.floor(i / 2));
const source = { vectors, width: WIDTH, members };
const queries = unitRows(50, WIDTH, 'users');
const exact = createExactIndex(openReferenceDevice(), vectors, 900, WIDTH, { members });
const folder = await mkdtemp(join(tmpdir(), 'pinnerformer-hnsw-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('HNSW', () => {
  testWithPackage('finds what exact search finds, with the same scores', async () => {
    const index = await buildHnsw(source, DEFAULT_HNSW);
    const { recall } = await compareIndexes(exact, index, queries, 10);
    expect(recall).toBeGreaterThan(0.95);
    const [truth, found] = [await exact.topK(queries, 10), await index.topK(queries, 10)];
    const known = new Set(members);
    expect([...found.pins].every(pin => known.has(pin))).toBe(true);
    found.pins.forEach((pin, i) => {
      const first = Math.floor(i / 10) * 10;
      const at = truth.pins.subarray(first, first + 10).indexOf(pin);
      if (at >= 0) expect(found.scores[i]).toBeCloseTo(truth.scores[first + at]!, 5);
    });
  });

  testWithPackage('leaves out excluded pins and fills up with −1 where none are left', async () => {
    const few = await buildHnsw({ ...source, members: Int32Array.of(2, 5, 8) }, DEFAULT_HNSW);
    const { pins, scores } = await few.topK(queries.slice(0, WIDTH), 3, {
      exclude: { offsets: Uint32Array.of(0, 2), pins: Int32Array.of(5, 700) },
    });
    expect([...pins.slice(0, 2)].sort()).toEqual([2, 8]);
    expect(pins[2]).toBe(-1);
    expect(scores[2]).toBe(Number.NEGATIVE_INFINITY);
  });

  testWithPackage('comes back from its file as it was', async () => {
    const index = await buildHnsw(source, DEFAULT_HNSW);
    const path = join(folder, 'graph');
    await index.save(path);
    const loaded = await loadHnsw(path, source, DEFAULT_HNSW.efSearch);
    expect(await loaded.topK(queries, 5)).toEqual(await index.topK(queries, 5));
    const others = { ...source, members: members.slice(1) };
    await expect(loadHnsw(path, others, 50)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await writeFile(join(folder, 'broken'), 'no graph');
    const broken = loadHnsw(join(folder, 'broken'), source, 50);
    await expect(broken).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  testWithPackage('a build can be cancelled and tells how far it is', async () => {
    const cancelling = new AbortController();
    const seen: number[] = [];
    const building = buildHnsw(source, DEFAULT_HNSW, {
      signal: cancelling.signal,
      onProgress: ({ done }) => {
        seen.push(done);
        if (done > 100) cancelling.abort();
      },
    });
    await expect(building).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(seen[0]).toBe(0);
  });
});
