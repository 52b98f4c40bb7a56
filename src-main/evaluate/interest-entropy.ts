import type { UserValues } from './user-means.js';

/** Interests of pins: pin v has interests[interestOffsets[v] … interestOffsets[v + 1]). */
export interface PinInterests {
  readonly interestOffsets: Uint32Array;
  readonly interests: Int32Array;
  readonly interestNames: readonly string[];
}

/**
 * Interest Entropy@k of each user (paper 4.1, spec §6): −Σ p log p in nats over the interests of the
 * user's `k` retrieved pins, a pin's weight split evenly over its interests. In [0, ln interests]; pins
 * without interests carry no weight, and a user none of whose pins has one gets NaN. `pins` is [users, k]
 * with −1 in empty slots.
 */
export function interestEntropyByUser(
  pins: Int32Array,
  k: number,
  interests: PinInterests,
): UserValues {
  const entropy = new Float64Array(k === 0 ? 0 : pins.length / k);
  const weight = new Map<number, number>();
  for (let user = 0; user < entropy.length; user++) {
    weight.clear();
    let total = 0;
    for (let slot = user * k; slot < (user + 1) * k; slot++) {
      const pin = pins[slot]!;
      if (pin < 0) continue;
      const begin = interests.interestOffsets[pin]!;
      const end = interests.interestOffsets[pin + 1]!;
      if (end > begin) total++;
      for (let i = begin; i < end; i++) {
        const interest = interests.interests[i]!;
        weight.set(interest, (weight.get(interest) ?? 0) + 1 / (end - begin));
      }
    }
    let sum = 0;
    for (const w of weight.values()) sum -= (w / total) * Math.log(w / total);
    entropy[user] = total === 0 ? Number.NaN : Math.max(0, sum);
  }
  return entropy;
}
