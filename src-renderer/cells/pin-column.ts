import type { PinCards } from '../state/pin-cards.js';
import type { TableColumn } from './cell-kind.js';

/** More pins than these are not asked for only to be named in a table. */
const MOST_NAMED = 2000;

/** The pins of a table's rows by their ids in the data, as far as these are here; of very many, by their rows in the table of pins. */
export function pinColumn(
  pins: readonly number[] | Int32Array,
  cards: Pick<PinCards, 'card'>,
): TableColumn {
  if (pins.length > MOST_NAMED) return { name: 'pin row', values: pins, format: String };
  return { name: 'pin', values: Array.from(pins, pin => cards.card(pin)?.id ?? null) };
}
