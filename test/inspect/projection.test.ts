import { describe, expect, test } from 'vitest';
import { Rng } from '../../src-main/base/rng.js';
import { openReferenceDevice } from '../../src-main/compute/reference-device.js';
import { DEFAULT_UMAP, projectByPca, projectByUmap } from '../../src-main/inspect/projection.js';

/** Three tight clusters of unit rows around the axes of four dimensions, in turns. */
function clusters(count: number): Float32Array {
  const rng = Rng.derive(4, 'clusters');
  const rows = new Float32Array(count * 4);
  for (let row = 0; row < count; row++) {
    const values = [0, 1, 2, 3].map(d => (row % 3 === d ? 1 : 0) + 0.1 * rng.normal());
    const length = Math.hypot(...values);
    rows.set(
      values.map(value => value / length),
      row * 4,
    );
  }
  return rows;
}

describe('PCA', () => {
  test('finds the two directions of largest variance', () => {
    // Variance 4 along (1, 1)/√2 and 1 along (1, −1)/√2, in the first two of three dimensions.
    const rows = Float32Array.from(
      [
        [2, 2, 5],
        [-2, -2, 5],
        [1, -1, 5],
        [-1, 1, 5],
      ].flat(),
    );
    const { places, shares } = projectByPca(rows, 3, 1);
    expect(shares?.[0]).toBeCloseTo(0.8, 6);
    expect(shares?.[1]).toBeCloseTo(0.2, 6);
    const expected = [2 * Math.SQRT2, 0, -2 * Math.SQRT2, 0, 0, Math.SQRT2, 0, -Math.SQRT2];
    places.forEach((value, i) => {
      expect(Math.abs(value)).toBeCloseTo(Math.abs(expected[i]!), 5);
    });
  });

  test('axes of some rows alone are not turned by others that stand apart', () => {
    // Two pins vary along x; two users lie far off along y, where the pins do not vary.
    const pins = [1, 0, 0, -1, 0, 0];
    const users = [0.5, 9, 0, -0.5, 9, 0];
    const { places, shares } = projectByPca(Float32Array.from([...pins, ...users]), 3, 1, 2);
    expect(shares).toEqual([1, 0]);
    expect([...places].filter((_, i) => i % 2 === 0)).toEqual([1, -1, 0.5, -0.5]);
  });

  test('rows that do not vary lie on one place', () => {
    const { places, shares } = projectByPca(new Float32Array(12).fill(1), 4, 1);
    expect([...places]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(shares).toEqual([0, 0]);
  });

  test('is the same bits for the same seed', () => {
    const rows = clusters(60);
    expect(projectByPca(rows, 4, 3).places).toEqual(projectByPca(rows, 4, 3).places);
  });
});

describe('UMAP', () => {
  const rows = clusters(240);
  const options = { ...DEFAULT_UMAP, sample: 120, neighbours: 10 };
  const device = openReferenceDevice();

  test('keeps clusters together, those of rows outside the sample too', async () => {
    const { places, sampled } = await projectByUmap(device, rows, 4, options, {});
    expect(sampled.length).toBe(120);
    const centre = (cluster: number) => {
      const mine = Array.from({ length: 80 }, (_, i) => 3 * i + cluster);
      return [0, 1].map(k => mine.reduce((sum, row) => sum + places[2 * row + k]! / 80, 0));
    };
    const centres = [0, 1, 2].map(centre);
    let right = 0;
    for (let row = 0; row < 240; row++) {
      const away = centres.map(([x, y]) =>
        Math.hypot(places[2 * row]! - x!, places[2 * row + 1]! - y!),
      );
      if (away.indexOf(Math.min(...away)) === row % 3) right++;
    }
    expect(right).toBeGreaterThan(230);
  });

  test('is the same for the same seed', async () => {
    const first = await projectByUmap(device, rows, 4, options, {});
    const again = await projectByUmap(device, rows, 4, options, {});
    expect(again.places).toEqual(first.places);
  });

  test('can be cancelled between epochs', async () => {
    const cancelling = new AbortController();
    const running = projectByUmap(device, rows, 4, options, {
      signal: cancelling.signal,
      onProgress: ({ stage }) => {
        if (stage === 'laying out') cancelling.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
