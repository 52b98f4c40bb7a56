import { badInput } from '../../base/errors.js';
import type { PinTable } from '../../data/columns.js';

/** A pin as it is shown. */
export interface PinFacts {
  /** Row of the pin table. */
  readonly pin: number;
  readonly id: string;
  readonly title: string;
  readonly interests: readonly string[];
}

export function describePin(pins: PinTable, pin: number): PinFacts {
  const names = pins.interests.subarray(
    pins.interestOffsets[pin] ?? 0,
    pins.interestOffsets[pin + 1] ?? 0,
  );
  return {
    pin,
    id: pins.ids.at(pin),
    title: pins.titles.at(pin),
    interests: Array.from(names, interest => pins.interestNames[interest] ?? ''),
  };
}

/** Index of a pin's first interest, −1 without one. */
export function firstInterest(
  pins: Pick<PinTable, 'interestOffsets' | 'interests'>,
  pin: number,
): number {
  const first = pins.interestOffsets[pin] ?? 0;
  return first < (pins.interestOffsets[pin + 1] ?? 0) ? (pins.interests[first] ?? -1) : -1;
}

/** BAD_INPUT for a number that is no row of the pin table. */
export function checkPin(pins: PinTable, pin: number): number {
  if (Number.isInteger(pin) && pin >= 0 && pin < pins.count) return pin;
  throw badInput(`there is no pin ${pin}.`, {
    where: 'pin',
    remedy: `Give a row of the pin table, 0 to ${pins.count - 1}.`,
  });
}
