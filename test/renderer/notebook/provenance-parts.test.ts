import { expect, test } from 'vitest';
import type { Provenance } from '../../../src-main/contract/notebook.js';
import {
  provenanceParts,
  provenanceText,
} from '../../../src-renderer/notebook/provenance-parts.js';

const plain: Provenance = {
  computedAtMs: Date.UTC(2026, 10, 22, 12, 58),
  seconds: 2,
  cached: false,
  codeVersion: '1.0.0',
};
const run = (name: string) => ({ run: name, checkpointSha256: `${name}23456789` });
const data = (name: string) => ({ name, contentHash: `${name}abcdefgh` });
const texts = (from: Provenance, user?: string) =>
  provenanceParts(from, user).map(({ text }) => text);

test('run, checkpoint, data, user, device, time, duration and cache stand in this order', () => {
  const device = { name: 'cpu', version: 'onnxruntime 1.30.0', threads: 2 };
  const from = { ...plain, runs: [run('a')], dataset: data('w'), device, cached: true };
  expect(texts(from, 'u7')).toEqual([
    'run a, checkpoint a23456',
    'w@wabcde',
    'user u7',
    'cpu',
    '22 Nov 2026, 12:58 UTC',
    '2 s',
    'cached',
  ]);
});

test('each data set that a query reads is named, and runs beyond three are counted', () => {
  const runs = ['a', 'b', 'c', 'd'].map(run);
  const from = { ...plain, runs, dataset: data('w'), otherDatasets: [data('x')] };
  expect(texts(from).slice(0, 3)).toEqual(['4 runs', 'w@wabcde', 'x@xabcde']);
  expect(texts({ ...plain, runs: runs.slice(1) }).slice(0, 3)).toEqual([
    'run b, checkpoint b23456',
    'run c, checkpoint c23456',
    'run d, checkpoint d23456',
  ]);
});

test('as text it is one line', () => {
  expect(provenanceText({ ...plain, runs: [run('a')], dataset: data('w') })).toBe(
    'run a, checkpoint a23456 · w@wabcde · 22 Nov 2026, 12:58 UTC · 2 s · computed',
  );
});
