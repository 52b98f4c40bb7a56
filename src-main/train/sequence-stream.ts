import { badInput } from '../base/errors.js';
import { Rng } from '../base/rng.js';
import type { Objective } from './objectives/objective.js';
import type { TrainingTimelines } from './training-timelines.js';

/** Sampling options of PinnerFormer §3.5. */
export interface StreamOptions {
  readonly sequenceFraction: number;
  readonly sequencesPerUser: number;
  /** `any`: ends are drawn among those with a positive; `latest`: always the last of them. */
  readonly ends: 'any' | 'latest';
}

/**
 * The endless stream of training sequences: epoch after epoch, each a fresh shuffle of every user's
 * min(sequencesPerUser, fraction of the user's possible ends) sequences. Any place of the stream can be
 * asked for on its own: it depends on the seed and the place only, not on what was asked before.
 * An end is possible when its newest action has an eligible positive of the objective.
 */
export class SequenceStream {
  readonly #seed: number;
  readonly #label: string;
  readonly #latest: boolean;
  /** Possible ends of user u are #ends[#endOffsets[u] … #endOffsets[u + 1]). */
  readonly #ends: Int32Array;
  readonly #endOffsets: Uint32Array;
  /** Entries of an epoch: user of each, and each user's first. */
  readonly #entryUser: Int32Array;
  readonly #firstEntry: Int32Array;
  #epoch = -1;
  #order: Int32Array;

  constructor(
    timelines: TrainingTimelines,
    objective: Objective,
    options: StreamOptions,
    seed: number,
    label: string,
  ) {
    this.#seed = seed;
    this.#label = label;
    this.#latest = options.ends === 'latest';
    const ends: number[] = [];
    this.#endOffsets = new Uint32Array(timelines.userCount + 1);
    this.#firstEntry = new Int32Array(timelines.userCount + 1);
    for (let user = 0; user < timelines.userCount; user++) {
      for (let action = timelines.offsets[user]!; action < timelines.offsets[user + 1]!; action++)
        if (objective.hasPositive(timelines, user, action)) ends.push(action);
      const possible = ends.length - this.#endOffsets[user]!;
      this.#endOffsets[user + 1] = ends.length;
      const share = Math.ceil(options.sequenceFraction * possible);
      this.#firstEntry[user + 1] =
        this.#firstEntry[user]! + Math.min(options.sequencesPerUser, share);
    }
    this.#ends = Int32Array.from(ends);
    const entries = this.#firstEntry[timelines.userCount]!;
    if (entries === 0)
      throw badInput('no training user has a positive engagement after an action.', {
        remedy: 'Check the positive rule of the data set, `at`, and windowDays.',
      });
    this.#entryUser = new Int32Array(entries);
    for (let user = 0; user < timelines.userCount; user++)
      this.#entryUser.fill(user, this.#firstEntry[user]!, this.#firstEntry[user + 1]!);
    this.#order = new Int32Array(entries);
  }

  /** Sequences of one epoch. */
  get epochLength(): number {
    return this.#entryUser.length;
  }

  /** User of place `place` (0, 1, …) of the stream, and the action after the sequence's newest. */
  at(place: number): { user: number; end: number } {
    const length = this.#entryUser.length;
    const epoch = Math.floor(place / length);
    this.#shuffle(epoch);
    const entry = this.#order[place - epoch * length]!;
    const user = this.#entryUser[entry]!;
    const end = this.#drawEnd(user, entry - this.#firstEntry[user]!, epoch);
    return { user, end: end + 1 };
  }

  #shuffle(epoch: number): void {
    if (this.#epoch === epoch) return;
    for (let i = 0; i < this.#order.length; i++) this.#order[i] = i;
    Rng.derive(this.#seed, this.#label, 'order', epoch).shuffle(this.#order);
    this.#epoch = epoch;
  }

  /** The user's `nth` end of an epoch: those of one epoch are distinct (Floyd's sampling). */
  #drawEnd(user: number, nth: number, epoch: number): number {
    const first = this.#endOffsets[user]!;
    const possible = this.#endOffsets[user + 1]! - first;
    if (this.#latest) return this.#ends[first + possible - 1]!;
    const wanted = this.#firstEntry[user + 1]! - this.#firstEntry[user]!;
    if (wanted === possible) return this.#ends[first + nth]!;
    const rng = Rng.derive(this.#seed, this.#label, 'ends', epoch, user);
    const chosen = new Set<number>();
    let last = 0;
    for (let i = 0; i <= nth; i++) {
      const top = possible - wanted + i;
      const drawn = rng.int(top + 1);
      last = chosen.has(drawn) ? top : drawn;
      chosen.add(last);
    }
    return this.#ends[first + last]!;
  }
}
