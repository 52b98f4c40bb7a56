import { expect, test } from 'vitest';
import { dotExtent, halfWidth, planRows, signOf } from '../../../src-renderer/charts/dot-plot.js';

test('the axis holds dots, whiskers and what else must be seen', () => {
  const rows = [
    { value: 0.229, low: 0.225, high: 0.233 },
    { value: 0.262, low: Number.NaN, high: Number.NaN },
  ];
  expect(dotExtent(rows)).toEqual([0.22, 0.27]);
  expect(dotExtent(rows, [0.1])).toEqual([0.1, 0.3]);
});

test('a difference has a sign only when its interval leaves 0 out', () => {
  const signs = [
    [0.01, 0.02],
    [-0.02, -0.01],
    [-0.01, 0.01],
    [0, 0.1],
    [Number.NaN, Number.NaN],
  ].map(([low, high]) => signOf({ value: 0, low: low!, high: high! }));
  expect(signs).toEqual(['gain', 'loss', 'open', 'open', 'open']);
});

test('what stands after ± is half of the interval', () => {
  expect(halfWidth({ value: 5, low: 4, high: 8 })).toBe(2);
});

test('groups stand one under the other, rows at their middles', () => {
  const plan = planRows([
    { name: 'dense', rows: ['once', 'daily'] },
    { name: 'SASRec', rows: ['once'] },
  ]);
  expect(plan).toEqual({
    groups: [
      {
        name: 'dense',
        headingY: 16,
        rows: [
          { y: 36, item: 'once' },
          { y: 60, item: 'daily' },
        ],
      },
      { name: 'SASRec', headingY: 94, rows: [{ y: 114, item: 'once' }] },
    ],
    height: 126,
  });
});
