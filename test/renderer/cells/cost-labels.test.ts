import { expect, test } from 'vitest';
import { costLabels, type DrawnCurve } from '../../../src-renderer/cells/simulate/cost-labels.js';
import { meets } from '../../../src-renderer/charts/label-layout.js';

const within = { x: 40, y: 0, width: 500, height: 190 };
const point = (
  cadence: string,
  x: number,
  y: number,
  interval: readonly [number, number] | null = null,
) => ({ cadence, x, y, interval });

test('a name keeps clear of the interval above its own point', () => {
  const curves: DrawnCurve[] = [
    {
      run: 'dense',
      points: [point('once', 100, 60, [30, 90]), point('realtime', 400, 150)],
    },
  ];
  const [once, realtime] = costLabels(curves, within);
  expect(once?.text).toBe('once');
  expect(meets(once!.box, { x: 97, y: 30, width: 6, height: 60 })).toBe(false);
  // To the left: on the right the curve runs through.
  expect(once!.box.x + once!.box.width).toBeLessThan(100);
  expect(realtime?.text).toBe('realtime');
});

test('of two runs whose intervals overlap, all names stand and none on another or on an interval', () => {
  const curves: DrawnCurve[] = [
    {
      run: 'sasrec',
      points: [point('once', 140, 30, [14, 46]), point('daily', 300, 60, [44, 76])],
    },
    {
      run: 'dense',
      points: [point('once', 140, 52, [36, 68]), point('daily', 300, 84, [68, 100])],
    },
  ];
  const labels = costLabels(curves, within);
  expect(labels.map(({ text }) => text).sort()).toEqual(['daily', 'dense', 'once', 'sasrec']);
  for (const { text, box } of labels) {
    for (const { x } of curves[0]!.points)
      expect(meets(box, { x: x - 2, y: 14, width: 4, height: 86 }), text).toBe(false);
    for (const other of labels)
      if (other.text !== text) expect(meets(box, other.box), text).toBe(false);
  }
});

test('where curves leave no room a name stands on one rather than nowhere', () => {
  const curves: DrawnCurve[] = [
    { run: 'a', points: [point('once', 100, 60), point('realtime', 400, 60)] },
  ];
  const strip = { x: 95, y: 53, width: 250, height: 14 };
  const [once] = costLabels(curves, strip);
  expect(once).toMatchObject({ text: 'once', box: { x: 107, y: 53.5 } });
});

test('a run whose first point has no room is named at a later one', () => {
  const curves: DrawnCurve[] = [
    { run: 'sasrec', points: [point('once', 60, 40, [10, 70]), point('daily', 260, 70)] },
    { run: 'dense', points: [point('once', 60, 60, [30, 90]), point('daily', 260, 110)] },
  ];
  const labels = costLabels(curves, { ...within, x: 55 });
  const dense = labels.find(({ text }) => text === 'dense');
  const sasrec = labels.find(({ text }) => text === 'sasrec');
  expect([dense, sasrec].filter(label => label === undefined)).toEqual([]);
  expect(dense!.box.y).toBeGreaterThan(60);
});
