import { Rng } from '../base/rng.js';
import { type SequenceRule, sequenceBefore } from '../model/sequence.js';
import type { Objective } from './objectives/objective.js';
import { SequenceStream, type StreamOptions } from './sequence-stream.js';
import type { TrainingTimelines } from './training-timelines.js';

/** Sequences and rows of one batch before they have shapes: what was drawn, in no plan yet. */
export interface BatchDraft {
  /** Sequences, longest first. User, first action and the action after the newest. */
  readonly user: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Rows: index of the sequence, position's action, positive pin. Rows of a sequence are together. */
  readonly rowSequence: Int32Array;
  readonly rowAction: Int32Array;
  readonly rowPin: Int32Array;
}

export interface DraftOptions extends StreamOptions {
  readonly batchUsers: number;
  /** Most actions of a sequence. */
  readonly maxLength: number;
  readonly cropShare: number;
}

/**
 * Draws batches: which sequences, which positions, which positives. Batch `step` depends on the seed,
 * the label and the step alone. A user with several sequences of an epoch may stand in a batch twice.
 */
export class BatchDrafter {
  readonly #timelines: TrainingTimelines;
  readonly #objective: Objective;
  readonly #options: DraftOptions;
  readonly #rule: SequenceRule;
  readonly #stream: SequenceStream;
  readonly #sequence: Int32Array;

  constructor(
    timelines: TrainingTimelines,
    objective: Objective,
    rule: SequenceRule,
    options: DraftOptions,
    readonly seed: number,
    readonly label: string,
  ) {
    this.#timelines = timelines;
    this.#objective = objective;
    this.#options = options;
    // The columns hold usable actions only.
    this.#rule = { ...rule, maxLength: options.maxLength, all: true };
    this.#stream = new SequenceStream(timelines, objective, options, seed, label);
    this.#sequence = new Int32Array(options.maxLength);
  }

  /** Sequences of one epoch. */
  get epochLength(): number {
    return this.#stream.epochLength;
  }

  draw(step: number): BatchDraft {
    const { batchUsers } = this.#options;
    const rng = Rng.derive(this.seed, this.label, 'batch', step);
    const drawn: { user: number; start: number; end: number }[] = [];
    for (let i = 0; i < batchUsers; i++) {
      const { user, end } = this.#stream.at(step * batchUsers + i);
      drawn.push({ user, start: end - this.#lengthOf(user, end, rng), end });
    }
    drawn.sort((a, b) => b.end - b.start - (a.end - a.start));

    const rowSequence: number[] = [];
    const rowAction: number[] = [];
    const rowPin: number[] = [];
    drawn.forEach(({ user, start, end }, sequence) => {
      this.#objective.drawRows(this.#timelines, user, start, end, rng, (action, pin) => {
        rowSequence.push(sequence);
        rowAction.push(action);
        rowPin.push(pin);
      });
    });
    return {
      user: Int32Array.from(drawn, sequence => sequence.user),
      start: Int32Array.from(drawn, sequence => sequence.start),
      end: Int32Array.from(drawn, sequence => sequence.end),
      rowSequence: Int32Array.from(rowSequence),
      rowAction: Int32Array.from(rowAction),
      rowPin: Int32Array.from(rowPin),
    };
  }

  #lengthOf(user: number, end: number, rng: Rng): number {
    const length = sequenceBefore(this.#timelines, this.#rule, user, end, this.#sequence);
    if (this.#options.cropShare === 0) return length;
    return rng.uniform() < this.#options.cropShare ? 1 + rng.int(length) : length;
  }
}
