import { describe, expect, test } from 'vitest';
import {
  afterDelete,
  afterLoss,
  cellsOf,
  moveTarget,
  noCell,
  step,
} from '../../../src-renderer/notebook/cell-range.js';

const order = ['a', 'b', 'c', 'd'];

describe('the chosen cells', () => {
  test('run from the anchor to the active one in the order of the notebook', () => {
    expect(cellsOf({ anchor: 'c', active: 'a' }, order)).toEqual(['a', 'b', 'c']);
    expect(cellsOf({ anchor: 'gone', active: 'b' }, order)).toEqual(['b']);
    expect(cellsOf(noCell, order)).toEqual([]);
  });

  test('a step stops at the ends and begins at the near end', () => {
    expect(step(noCell, order, 1).active).toBe('a');
    expect(step(noCell, order, -1).active).toBe('d');
    expect(step({ anchor: 'd', active: 'd' }, order, 1).active).toBe('d');
    expect(step({ anchor: 'b', active: 'b' }, order, 1, true)).toEqual({
      anchor: 'b',
      active: 'c',
    });
    expect(step(noCell, [], 1)).toEqual(noCell);
  });

  test('after a deletion the next cell is active, at the end the one before', () => {
    expect(afterDelete(order, ['b', 'c']).active).toBe('d');
    expect(afterDelete(order, ['c', 'd']).active).toBe('b');
    expect(afterDelete(['a'], ['a']).active).toBeNull();
  });

  test('an active cell that an undo or another window takes away gives its place to a neighbour', () => {
    const active = (cell: string, now: string[]) =>
      afterLoss({ anchor: cell, active: cell }, order, now).active;
    expect(active('b', ['a', 'c', 'd'])).toBe('c');
    expect(active('d', ['a', 'b'])).toBe('b');
    expect(active('b', [])).toBeNull();
    const range = { anchor: 'a', active: 'c' };
    expect(afterLoss(range, order, ['c', 'a'])).toBe(range);
    expect(afterLoss(noCell, order, ['a'])).toBe(noCell);
  });

  test('cells move past one neighbour, and not past the ends', () => {
    expect(moveTarget(order, ['b', 'c'], -1)).toBe('a');
    expect(moveTarget(order, ['b', 'c'], 1)).toBeNull();
    expect(moveTarget(order, ['b'], 1)).toBe('d');
    expect(moveTarget(order, ['a'], -1)).toBeUndefined();
    expect(moveTarget(order, ['d'], 1)).toBeUndefined();
  });
});
