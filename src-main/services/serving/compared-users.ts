import { breathe } from '../../base/breathe.js';
import { Rng } from '../../base/rng.js';
import { DAY_MS } from '../../base/time.js';
import type { OpenDataset } from '../../data/dataset.js';
import type { EmbeddedUsers } from '../../inspect/neighbours.js';
import { sampleRows } from '../../inspect/principal-axes.js';
import {
  endAt,
  joinTimelines,
  newestUsable,
  sequenceOf,
  type UserTimeline,
  userTimeline,
} from '../../inspect/user-timeline.js';
import { Lru } from './lru.js';
import type { WarmRun } from './warm-run.js';

/** Users that are compared, at most. */
const COMPARED_USERS = 2000;
const SLICE_USERS = 32;
/** As many days as the evaluation window has, and the day before. */
const HELD_TIMES = 15;
const NONE = -1;

/** What of a run is read. */
export interface ComparedRun extends Pick<WarmRun, 'encoder' | 'rule'> {
  readonly dataset: {
    readonly timelines: Pick<OpenDataset['timelines'], 'userCount'>;
    readTimeline: OpenDataset['readTimeline'];
  };
}

const byRun = new WeakMap<ComparedRun, ComparedUsers>();

/** The last whole day from t before a moment, or after: others are embedded once a day, not an instant. */
export function comparedAtMs(trainedMs: number, atMs: number): number {
  return trainedMs + Math.floor((atMs - trainedMs) / DAY_MS) * DAY_MS;
}

/**
 * A sample of a run's users that had an action by `atMs`, with their embeddings then. Made when first asked
 * for; a question that is cancelled leaves what is done to the next.
 */
export function comparedUsers(
  run: ComparedRun,
  atMs: number,
  signal: AbortSignal,
): Promise<EmbeddedUsers> {
  const known = byRun.get(run) ?? new ComparedUsers(run);
  byRun.set(run, known);
  return known.at(atMs, signal);
}

/**
 * The sample with each user's embedding that was computed last. The newest action that the model reads settles
 * a sequence, so that of another time only users who acted in between are embedded anew.
 */
class ComparedUsers {
  readonly #run: ComparedRun;
  readonly #sample: Int32Array;
  readonly #timelines: UserTimeline[] = [];
  /** By place in the sample: the newest action of the embedding in `#rows`. */
  readonly #newest: Int32Array;
  /** [sample, D]. */
  readonly #rows: Float32Array;
  readonly #held = new Lru<number, EmbeddedUsers>(HELD_TIMES);

  constructor(run: ComparedRun) {
    this.#run = run;
    const rng = Rng.derive(0, 'compared users');
    this.#sample = sampleRows(run.dataset.timelines.userCount, COMPARED_USERS, rng);
    this.#newest = new Int32Array(this.#sample.length).fill(NONE);
    this.#rows = new Float32Array(this.#sample.length * this.#width);
  }

  get #width(): number {
    return this.#run.encoder.model.config.dimension;
  }

  async at(atMs: number, signal: AbortSignal): Promise<EmbeddedUsers> {
    const known = this.#held.get(atMs);
    if (known) return known;
    await this.#readTimelines(signal);
    const ends = this.#timelines.map(timeline => endAt(timeline, atMs));
    const newest = this.#timelines.map((timeline, place) =>
      newestUsable(timeline, this.#run.rule, ends[place]!),
    );
    await this.#embed(newest, ends, signal);
    const made = this.#pack(newest);
    this.#held.set(atMs, made);
    return made;
  }

  async #readTimelines(signal: AbortSignal): Promise<void> {
    const { dataset } = this.#run;
    for (let place = this.#timelines.length; place < this.#sample.length; place++) {
      if (place % SLICE_USERS === 0) await breathe(signal);
      this.#timelines[place] ??= userTimeline(dataset.readTimeline(this.#sample[place]!));
    }
  }

  /** Embeds those whose newest action is not that of their row, the short sequences first. */
  async #embed(newest: readonly number[], ends: readonly number[], signal: AbortSignal) {
    const { encoder, rule } = this.#run;
    const D = this.#width;
    const changed = [...newest.keys()]
      .filter(place => newest[place] !== NONE && newest[place] !== this.#newest[place])
      .map(place => {
        const timeline = this.#timelines[place]!;
        return { place, timeline, sequence: sequenceOf(timeline, rule, ends[place]!) };
      })
      .sort((a, b) => a.sequence.length - b.sequence.length);
    for (let first = 0; first < changed.length; first += SLICE_USERS) {
      await breathe(signal);
      const part = changed.slice(first, first + SLICE_USERS);
      const joined = joinTimelines(part.map(({ timeline }) => timeline));
      const sequences = part.map(({ sequence }, i) =>
        sequence.map(action => joined.offsets[i]! + action),
      );
      const rows = await encoder.encodeSequences(joined, sequences, signal);
      part.forEach(({ place }, i) => {
        this.#rows.set(rows.subarray(i * D, (i + 1) * D), place * D);
        this.#newest[place] = newest[place]!;
      });
    }
  }

  #pack(newest: readonly number[]): EmbeddedUsers {
    const D = this.#width;
    const places = [...newest.keys()].filter(place => newest[place] !== NONE);
    const embeddings = new Float32Array(places.length * D);
    places.forEach((place, i) => {
      embeddings.set(this.#rows.subarray(place * D, (place + 1) * D), i * D);
    });
    return { users: Int32Array.from(places, place => this.#sample[place]!), embeddings };
  }
}
