/**
 * The one source of randomness: sfc32 (Doty-Humphrey, PractRand), 128 bits of state.
 * Streams are derived from a seed and labels, never from the clock, so that a batch, a worker or a
 * user can be reproduced on its own and in any order.
 */
export class Rng {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;
  #spareNormal: number | undefined;

  private constructor(a: number, b: number, c: number, counter: number) {
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    this.#counter = counter | 0;
  }

  /** A stream of its own for every distinct sequence of labels under one seed. */
  static derive(seed: number, ...labels: (string | number)[]): Rng {
    const key = hash128(`${seed}\u0000${labels.map(l => `${typeof l}:${l}`).join('\u0000')}`);
    const rng = new Rng(key[0], key[1], key[2], key[3] | 1);
    for (let i = 0; i < 12; i++) rng.uint32();
    return rng;
  }

  static fromState(state: readonly number[]): Rng {
    const [a, b, c, counter] = state;
    if (a === undefined || b === undefined || c === undefined || counter === undefined)
      throw new RangeError(`internal: a generator state has 4 words, got ${state.length}`);
    return new Rng(a, b, c, counter);
  }

  /** Four 32-bit words that continue this stream; a pending second normal is not part of it. */
  state(): [number, number, number, number] {
    return [this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#counter >>> 0];
  }

  /** Uniform over 0 … 2³² − 1. */
  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  /** Uniform over [0, 1) with 53 bits. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 67_108_864 + (this.uint32() >>> 6)) / 9_007_199_254_740_992;
  }

  /** Uniform over the integers 0 … n − 1, unbiased (Lemire's rejection). n in 1 … 2³². */
  int(n: number): number {
    if (!(n >= 1 && n <= 4_294_967_296)) throw new RangeError(`internal: Rng.int(${n})`);
    const limit = 4_294_967_296 - (4_294_967_296 % n);
    let value = this.uint32();
    while (value >= limit) value = this.uint32();
    return value % n;
  }

  /** Standard normal (Marsaglia's polar method). */
  normal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) {
        const scale = Math.sqrt((-2 * Math.log(square)) / square);
        this.#spareNormal = y * scale;
        return x * scale;
      }
    }
  }

  /** Fisher-Yates, in place. */
  shuffle<T extends { length: number; [index: number]: unknown }>(values: T): T {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
    return values;
  }
}

/** 128-bit string hash (cyrb128), for deriving streams and for hashing users into splits. */
export function hash128(text: string): [number, number, number, number] {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ k, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ k, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ k, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ k, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  h1 ^= h2 ^ h3 ^ h4;
  h2 ^= h1;
  h3 ^= h1;
  h4 ^= h1;
  return [h1 >>> 0, h2 >>> 0, h3 >>> 0, h4 >>> 0];
}
