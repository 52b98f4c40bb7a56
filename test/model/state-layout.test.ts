import { expect, test } from 'vitest';
import type { TensorSpecs } from '../../src-main/compute/program.js';
import { DEFAULT_OPTIMIZER } from '../../src-main/model/optimizer.js';
import { packState, stateLayout, unpackState } from '../../src-main/model/state-layout.js';

const parameters: TensorSpecs = {
  w: { shape: [2, 2], dtype: 'float32' },
  b: { shape: [2], dtype: 'float32' },
  positions: { shape: [2, 1], dtype: 'float32' },
  table: { shape: [1025, 1024], dtype: 'float32' },
};
const shapes = (specs: TensorSpecs) =>
  Object.fromEntries(Object.entries(specs).map(([name, { shape }]) => [name, shape[0]]));

test('small arrays lie in one, large ones alone, and each lane has its part of the moments', () => {
  const { bundles, specs, parted } = stateLayout(parameters, DEFAULT_OPTIMIZER, 3);
  expect(bundles.map(({ name, arrays }) => [name, arrays.map(each => each.name)])).toEqual([
    ['free', ['w', 'b', 'positions']],
    ['table', ['table']],
  ]);
  // 4 + 2 + 2 values, and one zero so that three lanes get as many; 1025 · 1024 is no multiple of 3.
  expect(shapes(specs)).toEqual({
    'p.free': 9,
    'm.free': 3,
    'v.free': 3,
    'p.table': 1049601,
    'm.table': 349867,
    'v.table': 349867,
  });
  expect(parted).toEqual(['m.free', 'v.free', 'm.table', 'v.table']);
});

test('weight decay parts matrices from the rest; positions do not decay', () => {
  const { bundles } = stateLayout(parameters, { ...DEFAULT_OPTIMIZER, weightDecay: 0.1 }, 1);
  expect(bundles.map(({ name, decays, arrays }) => [name, decays, arrays.length])).toEqual([
    ['decayed', true, 1],
    ['free', false, 2],
    ['table', true, 1],
  ]);
});

test('packed arrays come back as they were', () => {
  const { table: _, ...few } = parameters;
  const layout = stateLayout(few, DEFAULT_OPTIMIZER, 3);
  const arrays: Record<string, Float32Array> = {};
  ['p', 'm', 'v'].forEach((kind, i) => {
    arrays[`${kind}.w`] = Float32Array.of(1, 2, 3, 4).map(value => value + 10 * i);
    arrays[`${kind}.b`] = Float32Array.of(5, 6).map(value => value + 10 * i);
    arrays[`${kind}.positions`] = Float32Array.of(7, 8).map(value => value + 10 * i);
  });
  const packed = packState(layout, arrays);
  expect([...packed['p.free']!]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 0]);
  expect([...packed['v.free']!]).toEqual([21, 22, 23, 24, 25, 26, 27, 28, 0]);
  expect(unpackState(layout, packed)).toEqual(arrays);
  expect(() => packState(layout, { 'p.w': Float32Array.of(1, 2, 3, 4) })).toThrow('no p.b');
});
