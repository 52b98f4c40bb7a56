import { expect, test } from 'vitest';
import type { CellState, Provenance } from '../../../src-main/contract/notebook.js';
import { ProseValues } from '../../../src-main/services/notebooks/prose-values.js';

const provenance: Provenance = { computedAtMs: 0, seconds: 1, cached: false, codeVersion: '1' };
const states: Readonly<Record<string, CellState>> = {
  done: { status: 'done', key: 'k1', provenance },
  old: { status: 'stale', key: 'k1', provenance, because: [] },
  fresh: { status: 'fresh' },
};

test('values are read once an output, and what is stale, awaited or missing is said', async () => {
  const reads: string[] = [];
  const values = new ProseValues(async key => {
    reads.push(key);
    return { version: 1, kind: 'sql', value: { rows: 3 }, provenance };
  });
  const text = '{{$done.rows}} {{$old.rows}} {{$done.none}} {{$fresh.rows}} {{$gone.rows}}';
  const told = () => values.of(text, name => states[name]);
  expect(told()?.['$done.rows']).toMatchObject({ state: 'awaited' });
  expect(await values.load()).toBe(true);
  expect(told()).toEqual({
    '$done.rows': { state: 'current', value: 3 },
    '$old.rows': { state: 'stale', value: 3 },
    '$done.none': { state: 'missing', why: 'The output of #done has no single value at none.' },
    '$fresh.rows': { state: 'awaited', why: '#fresh has no output yet.' },
    '$gone.rows': { state: 'missing', why: 'There is no cell #gone.' },
  });
  expect(await values.load()).toBe(false);
  expect(reads).toEqual(['k1']);
  expect(values.of('no reference', () => undefined)).toBeUndefined();
});
