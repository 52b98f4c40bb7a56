/** Looks at the count this often before the thread goes to sleep: lanes arrive almost together. */
const SPINS = 2000;
const COUNT = 0;
const BROKEN = 1;

/** What stands in the shared memory of a barrier. */
export function barrierMemory(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** Thrown in a lane that waits for one which has failed; that one says why. */
export class LaneLostError extends Error {
  constructor() {
    super('internal: another lane failed');
    this.name = 'LaneLostError';
  }
}

/** Where `lanes` threads wait for each other, as often as they like. */
export class Barrier {
  readonly #memory: Int32Array;
  readonly #lanes: number;
  #target = 0;

  constructor(memory: Int32Array, lanes: number) {
    this.#memory = memory;
    this.#lanes = lanes;
  }

  /** Returns when all lanes have come here; blocks the thread. Throws LaneLostError once one is lost. */
  meet(): void {
    // The count wraps around, and so does what it is compared with.
    this.#target = (this.#target + this.#lanes) | 0;
    Atomics.add(this.#memory, COUNT, 1);
    Atomics.notify(this.#memory, COUNT);
    for (let looks = 0; ; looks++) {
      if (Atomics.load(this.#memory, BROKEN) !== 0) throw new LaneLostError();
      const count = Atomics.load(this.#memory, COUNT);
      if (((count - this.#target) | 0) >= 0) return;
      if (looks >= SPINS) Atomics.wait(this.#memory, COUNT, count);
    }
  }

  /** Lets no lane wait for this one any more. */
  break(): void {
    Atomics.store(this.#memory, BROKEN, 1);
    Atomics.add(this.#memory, COUNT, 1);
    Atomics.notify(this.#memory, COUNT);
  }
}
