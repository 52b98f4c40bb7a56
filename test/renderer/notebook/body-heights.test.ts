import { describe, expect, it } from 'vitest';
import { BodyHeights, isKeptHeights, lookOf } from '../../../src-renderer/notebook/body-heights.js';

const found = { name: 'found', kind: 'retrieve', look: 'life' } as const;
const other = { ...found, name: 'found-2' };

describe('what is reserved for a body that is not drawn yet', () => {
  it('is by its kind and the width of the sheet where nothing was measured', () => {
    const heights = new BodyHeights();
    expect(heights.reserved(found, 1080)).toBe(638);
    expect(heights.reserved(found, 920)).toBe(661);
    expect(heights.reserved({ ...found, kind: 'of a later version' }, 1080)).toBe(360);
  });

  it('is what the same cell had, else what the last of its kind had', () => {
    const heights = new BodyHeights();
    heights.measured(found, 1080, 700.126);
    heights.measured(other, 1080, 650);
    expect(heights.reserved(found, 1080)).toBe(700.13);
    expect(heights.reserved({ ...found, name: 'found-3' }, 1080)).toBe(650);
    expect(heights.reserved({ ...found, name: null }, 1080)).toBe(650);
  });

  it('does not follow a measure taken on a sheet of another width', () => {
    const heights = new BodyHeights();
    heights.measured(found, 1344, 900);
    expect(heights.reserved(found, 1080)).toBe(638);
  });

  it('differs for chart, table and life of one cell', () => {
    const heights = new BodyHeights();
    heights.measured({ ...found, look: 'table' }, 1080, 1200);
    expect(heights.reserved(found, 1080)).toBe(638);
    expect(lookOf('retrieve', false, true)).toBe('life');
    expect(lookOf('retrieve', false, false)).toBe('chart');
    expect(lookOf('retrieve', true, true)).toBe('table');
    expect(lookOf('simulate', false, true)).toBe('chart');
  });

  it('survives a visit, for cells that are still there and have a name', () => {
    const heights = new BodyHeights();
    heights.measured(found, 1080, 700);
    heights.measured(other, 1080, 650);
    heights.measured({ ...found, name: null }, 1080, 50);
    const kept: unknown = JSON.parse(JSON.stringify(heights.kept(new Set(['found']))));
    expect(kept).toEqual({ 'retrieve life#found': [1080, 700] });
    if (!isKeptHeights(kept)) throw new Error('what was kept is not read again');
    const again = new BodyHeights(kept);
    expect(again.reserved(found, 1080)).toBe(700);
    expect(again.reserved(other, 1080)).toBe(700);
  });

  it('is not read from something else that stands under its name', () => {
    for (const value of [null, [], 'x', { a: 1 }, { a: [1] }, { a: [1, -1] }, { a: ['1', 1] }])
      expect(isKeptHeights(value)).toBe(false);
  });
});
