import { expect, test } from 'vitest';
import { linearAxis } from '../../../src-renderer/charts/number-axis.js';
import { toldStrips } from '../../../src-renderer/charts/told-strips.js';

const words = { formatX: (x: number) => `step ${x}`, formatY: (y: number) => y.toFixed(1) };
const line = (name: string, x: number[], y: number[]) => ({ name, dash: 'solid' as const, x, y });

test('strips meet half way between values and say what each line is there or nearby', () => {
  const lines = [line('loss', [0, 10, 20], [3, 2, 1]), line('recall', [0, 16], [0.1, 0.2])];
  const strips = toldStrips(lines, linearAxis([0, 20], [40, 240]), words);
  expect(strips.map(({ from, to }) => [from, to])).toEqual([
    [40, 90],
    [90, 170],
    [170, 220],
    [220, 240],
  ]);
  expect(strips.map(({ says }) => says)).toEqual([
    'step 0\nloss 3.0\nrecall 0.1',
    'step 10\nloss 2.0\nrecall 0.2 at step 16',
    'step 16\nloss 1.0 at step 20\nrecall 0.2',
    'step 20\nloss 1.0\nrecall 0.2 at step 16',
  ]);
});

test('of many values at most 100 are told, the first and the last among them', () => {
  const x = Array.from({ length: 5000 }, (_, i) => i);
  const strips = toldStrips([line('loss', x, x)], linearAxis([0, 4999], [0, 500]), words);
  expect(strips.length).toBe(100);
  expect(strips[0]?.says).toBe('step 0\nloss 0.0');
  expect(strips.at(-1)?.says).toBe('step 4999\nloss 4999.0');
  expect(strips.slice(1).map(({ from }) => from)).toEqual(strips.slice(0, -1).map(({ to }) => to));
});

test('a chart without values has no strips', () => {
  expect(toldStrips([line('loss', [], [])], linearAxis([0, 1], [0, 1]), words)).toEqual([]);
});
