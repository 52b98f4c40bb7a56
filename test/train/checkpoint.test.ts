import { promises as fs } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256OfFile } from '../../src-main/base/files.js';
import {
  type CheckpointMeta,
  readCheckpoint,
  writeCheckpoint,
} from '../../src-main/train/checkpoint.js';
import { RunLog } from '../../src-main/train/run-log.js';
import { encodeSafetensors } from '../../src-main/train/safetensors.js';

let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(join(tmpdir(), 'pinnerformer-'));
});
afterEach(() => fs.rm(folder, { recursive: true }));

const meta: CheckpointMeta = {
  version: 1,
  phase: 'selection',
  step: 12,
  finished: false,
  seed: 3,
  atMs: 1e12,
  dataset: 'd',
  contentHash: 'abc',
  config: { steps: 20 },
  modelData: {
    embeddingWidth: 2,
    pins: 5,
    actionTypes: 1,
    surfaces: 1,
    has: { type: false, surface: false, duration: true },
    sequenceTypes: [0],
    sequenceSurfaces: [0],
  },
  vocabulary: { types: ['save'], surfaces: [] },
  validations: [{ step: 0, all: 0.25, new: null, repeat: 0.5 }],
  smoothedLoss: 2.5,
  lowestLoss: 2.25,
  codeVersion: '0.1.0',
};
const arrays = {
  'p.w': Float32Array.of(1, Math.PI, -0, Number.MIN_VALUE),
  'm.w': new Float32Array(4),
  'v.w': Float32Array.of(1e-30, 2, 3, 4),
};
const specs = Object.fromEntries(
  Object.keys(arrays).map(name => [name, { shape: [2, 2], dtype: 'float32' as const }]),
);

test('a checkpoint comes back bit by bit, with its SHA-256', async () => {
  const path = join(folder, 'last.safetensors');
  const sha256 = await writeCheckpoint(path, { meta, arrays }, specs);
  expect(sha256).toBe(await sha256OfFile(path));
  expect(await readCheckpoint(path)).toEqual({ meta, arrays, sha256 });
  const beside: unknown = JSON.parse(await fs.readFile(join(folder, 'last.json'), 'utf8'));
  expect(beside).toEqual({ ...meta, sha256 });
});

test('equal states are equal bytes, whatever the order of their arrays', async () => {
  const reversed = Object.fromEntries(Object.entries(arrays).reverse());
  const a = await writeCheckpoint(join(folder, 'a.safetensors'), { meta, arrays }, specs);
  const b = await writeCheckpoint(join(folder, 'b.safetensors'), { meta, arrays: reversed }, specs);
  expect(b).toBe(a);
});

test('a missing checkpoint is none, a foreign or newer one is refused', async () => {
  expect(await readCheckpoint(join(folder, 'none.safetensors'))).toBeUndefined();
  const path = join(folder, 'x.safetensors');
  await fs.writeFile(path, encodeSafetensors({ tensors: {}, metadata: {} }));
  await expect(readCheckpoint(path)).rejects.toMatchObject({ code: 'BAD_INPUT', where: path });
  const newer = { pinnerformer: JSON.stringify({ ...meta, version: 2 }) };
  await fs.writeFile(path, encodeSafetensors({ tensors: {}, metadata: newer }));
  await expect(readCheckpoint(path)).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('the log keeps what lies before a checkpoint and drops torn and later lines', async () => {
  const path = join(folder, 'metrics.jsonl');
  const log = new RunLog(path);
  const line = (phase: 'selection' | 'final', step: number) => ({ phase, step, loss: step / 2 });
  expect(await log.read()).toEqual([]);
  await log.append(line('selection', 10), line('selection', 20));
  await log.append(line('final', 10), line('final', 20));
  await fs.appendFile(path, '{"phase":"final","st');
  expect((await log.read()).map(({ step }) => step)).toEqual([10, 20, 10, 20]);
  await log.truncateAfter('final', 10);
  expect(await log.read()).toEqual([
    line('selection', 10),
    line('selection', 20),
    line('final', 10),
  ]);
  await log.truncateAfter('selection', 15);
  expect(await log.read()).toEqual([line('selection', 10)]);
});
