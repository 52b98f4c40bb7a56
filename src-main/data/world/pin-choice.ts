import type { Rng } from '../../base/rng.js';
import type { Catalogue } from './catalogue.js';
import type { WorldConfig } from './config.js';

/** Proposals tried before a leaf is gone through member by member: an eighth of it, within bounds. */
const LEAST_PROPOSALS = 8;
const MOST_PROPOSALS = 48;

/**
 * How a user chooses within a leaf: in proportion to
 *   popularity · exp(tasteWeight · min(⟨taste, pin − leaf's mean⟩, cap))
 * over the members that are born and that this user has not met, with cap at three standard
 * deviations of a pin's noise. Rejection against that bound draws from it exactly; a leaf that
 * keeps rejecting is enumerated.
 */
export class PinChoice {
  readonly #catalogue: Catalogue;
  readonly #weight: number;
  readonly #cap: number;

  constructor(config: WorldConfig, catalogue: Catalogue) {
    this.#catalogue = catalogue;
    this.#weight = config.tasteWeight;
    const { pinSpread } = config;
    this.#cap = (3 * pinSpread) / Math.sqrt((1 + pinSpread ** 2) * catalogue.width);
  }

  /** ⟨taste, mean embedding of a leaf⟩. */
  leafAffinity(taste: Float64Array, leaf: number): number {
    return dotRow(taste, this.#catalogue.leafMeans, leaf);
  }

  /** Weight of a pin in a leaf relative to the highest possible: popularity · acceptance. */
  weight(taste: Float64Array, leafAffinity: number, pin: number): number {
    return this.#catalogue.popularity[pin]! * this.#acceptance(taste, leafAffinity, pin);
  }

  /**
   * Draws a pin of `leaf` that was born by `atMs` and is not `met`; −1 when the leaf has none left.
   */
  draw(
    rng: Rng,
    taste: Float64Array,
    leaf: number,
    atMs: number,
    met: (pin: number) => boolean,
  ): number {
    const { leafFirst, leafPins, bornAtMs, byPopularity } = this.#catalogue;
    const size = leafFirst[leaf + 1]! - leafFirst[leaf]!;
    if (size === 0) return -1;
    const leafAffinity = this.leafAffinity(taste, leaf);
    const proposals = Math.min(MOST_PROPOSALS, Math.max(LEAST_PROPOSALS, size >> 3));
    for (let proposal = 0; proposal < proposals; proposal++) {
      const pin = leafPins[byPopularity.draw(rng, leaf)]!;
      if (bornAtMs[pin]! > atMs || met(pin)) continue;
      if (rng.uniform() < this.#acceptance(taste, leafAffinity, pin)) return pin;
    }
    return this.#enumerate(rng, taste, leaf, leafAffinity, atMs, met);
  }

  #enumerate(
    rng: Rng,
    taste: Float64Array,
    leaf: number,
    leafAffinity: number,
    atMs: number,
    met: (pin: number) => boolean,
  ): number {
    const { leafFirst, leafPins, bornAtMs } = this.#catalogue;
    const left: number[] = [];
    const weights: number[] = [];
    let total = 0;
    for (let i = leafFirst[leaf]!; i < leafFirst[leaf + 1]!; i++) {
      const pin = leafPins[i]!;
      if (bornAtMs[pin]! > atMs || met(pin)) continue;
      const weight = this.weight(taste, leafAffinity, pin);
      left.push(pin);
      weights.push(weight);
      total += weight;
    }
    let at = rng.uniform() * total;
    for (let i = 0; i < left.length; i++) {
      at -= weights[i]!;
      if (at < 0) return left[i]!;
    }
    return left.at(-1) ?? -1;
  }

  #acceptance(taste: Float64Array, leafAffinity: number, pin: number): number {
    const liking = dotRow(taste, this.#catalogue.embeddings, pin) - leafAffinity;
    return liking >= this.#cap ? 1 : Math.exp(this.#weight * (liking - this.#cap));
  }
}

function dotRow(vector: Float64Array, matrix: Float32Array, row: number): number {
  const width = vector.length;
  const from = row * width;
  let sum = 0;
  for (let k = 0; k < width; k++) sum += vector[k]! * matrix[from + k]!;
  return sum;
}
