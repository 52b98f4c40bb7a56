import { badInput, throwIfCancelled } from '../../base/errors.js';
import { Rng } from '../../base/rng.js';
import type { Timelines } from '../columns.js';
import { countCoEngagement } from './co-engagement-counts.js';
import { ppmi } from './ppmi.js';
import { randomisedSvd } from './randomised-svd.js';

export interface CoEngagementOptions {
  /** 1 for each training user; nobody else's actions are read. Length userCount. */
  readonly users: Uint8Array;
  /** End of training time, UTC ms, inclusive; nothing later is read. */
  readonly untilMs: number;
  /** E, the width of the vectors. */
  readonly width: number;
  readonly seed: number;
  /** Two actions of a timeline co-occur when at most this many positions apart. */
  readonly window?: number;
  readonly weighting?: 'flat' | 'harmonic';
  readonly contextSmoothing?: number;
  readonly shift?: number;
  readonly discount?: boolean;
  /** Rows are U · Sᵖ before they are normalised; below 1 the strongest directions weigh less. */
  readonly singularPower?: number;
  readonly maxActions?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface PinVectors {
  /** [pins, width] row-major, each known row of length 1, unknown rows 0. */
  readonly values: Float32Array;
  /** 1 where the pin has a vector at `untilMs`. */
  readonly known: Uint8Array;
}

/**
 * Pin vectors from co-engagement: sliding windows over the training users' timelines up to
 * `untilMs` -> PPMI -> randomised SVD -> rows U·Sᵖ of length 1. A pin that no training user engaged
 * with beside another pin is unknown. BAD_INPUT for an impossible width, window or user mask.
 */
export function coEngagementFeatures(
  timelines: Timelines,
  pinCount: number,
  options: CoEngagementOptions,
): PinVectors {
  const { width, window = 5, singularPower = 0.75 } = options;
  if (!(Number.isInteger(width) && width >= 1 && width <= 1024))
    throw badInput(`a pin feature width of ${width} is not possible.`, {
      remedy: 'Give a whole number from 1 to 1024.',
    });
  if (!(Number.isInteger(window) && window >= 1))
    throw badInput(`a co-engagement window of ${window} actions is not possible.`, {
      remedy: 'Give a whole number of at least 1.',
    });
  if (options.users.length !== timelines.userCount)
    throw new RangeError(
      `internal: a user mask of ${options.users.length} for ${timelines.userCount} users`,
    );

  const { counts } = countCoEngagement(timelines, pinCount, {
    users: options.users,
    untilMs: options.untilMs,
    window,
    weighting: options.weighting ?? 'flat',
    maxActions: options.maxActions ?? 4_000_000,
    seed: options.seed,
    signal: options.signal,
  });
  throwIfCancelled(options.signal);
  const information = ppmi(counts, {
    contextSmoothing: options.contextSmoothing ?? 0.75,
    shift: options.shift ?? 1,
    discount: options.discount ?? true,
  });
  const { left, singularValues } = randomisedSvd(information, {
    rank: width,
    rng: Rng.derive(options.seed, 'coEngagementSvd'),
    signal: options.signal,
  });

  const values = new Float32Array(pinCount * width);
  const known = new Uint8Array(pinCount);
  const scale = Float64Array.from(singularValues, s => (s > 0 ? s ** singularPower : 0));
  for (let pin = 0; pin < pinCount; pin++) {
    const row = pin * width;
    // An empty row of the matrix can carry only rounding noise: leave it 0 and unknown.
    if (information.offsets[pin] === information.offsets[pin + 1]) continue;
    let square = 0;
    for (let k = 0; k < width; k++) square += (left[row + k]! * scale[k]!) ** 2;
    if (!(square > 1e-24)) continue;
    const inverse = 1 / Math.sqrt(square);
    for (let k = 0; k < width; k++) values[row + k] = left[row + k]! * scale[k]! * inverse;
    known[pin] = 1;
  }
  return { values, known };
}
