import { expect, test } from 'vitest';
import { cellSchemas, isCellKind } from '../../../src-main/contract/cells.js';
import { readSettings } from '../../../src-main/notebook/settings.js';
import { cellKind, kinds } from '../../../src-renderer/notebook/registry.js';
import { sampleFor } from '../../../src-renderer/notebook/sample.js';

test.each(kinds)('the sample of $kind is valid', async ({ kind }) => {
  const found = await cellKind(kind);
  if (!isCellKind(kind) || found === null) throw new Error(`no kind ${kind}`);
  if (kind === 'sql') expect(found.sample).toMatch(/^SELECT/);
  else expect(readSettings(found.sample, cellSchemas[kind]).problems).toEqual([]);
});

test('a query reads the data set of the notebook, wherever it stands among others', () => {
  const cells = [
    { kind: 'world', name: 'w', config: { dataset: 'first' } },
    { kind: 'train', name: 'a', config: { dataset: 'my-data' } },
    { kind: 'sql', name: null, config: null },
  ];
  expect(sampleFor('SELECT 1 FROM $schema.actions', cells)).toBe('SELECT 1 FROM "my-data".actions');
  expect(sampleFor('SELECT 1 FROM $schema.actions', [])).toBe('SELECT 1 FROM actions');
});

test('a sample names what the notebook has', () => {
  const cells = [
    { kind: 'import', name: 'mine' },
    { kind: 'train', name: 'a' },
    { kind: 'train', name: null },
  ];
  expect(sampleFor('dataset: $data\n', cells)).toBe('dataset: $mine');
  expect(sampleFor('runs: [$dense, $sasrec]', cells)).toBe('runs: [$a]');
  const two = [...cells, { kind: 'train', name: 'b' }];
  expect(sampleFor('runs: [$dense, $sasrec]', two)).toBe('runs: [$b, $a]');
  expect(sampleFor('runs: [$dense, $sasrec]', [])).toBe('runs: [$dense, $sasrec]');
});
