import { expect, test } from 'vitest';
import { pinColumn } from '../../../src-renderer/cells/pin-column.js';

const cards = { card: (pin: number) => (pin === 7 ? ({ id: 'pin-70' } as never) : null) };

test('pins are named by their ids in the data, and by nothing until these are here', () => {
  expect(pinColumn(Int32Array.of(7, 8), cards)).toEqual({ name: 'pin', values: ['pin-70', null] });
});

test('a row in the table of pins is not passed off as an id', () => {
  const { name, values } = pinColumn(new Int32Array(2001).fill(7), cards);
  expect([name, values[0]]).toEqual(['pin row', 7]);
});
