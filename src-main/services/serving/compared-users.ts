import { breathe } from '../../base/breathe.js';
import { Rng } from '../../base/rng.js';
import { DAY_MS } from '../../data/split.js';
import type { EmbeddedUsers } from '../../inspect/neighbours.js';
import { sampleRows } from '../../inspect/principal-axes.js';
import { endAt, joinTimelines, sequenceOf, userTimeline } from '../../inspect/user-timeline.js';
import { Lru } from './lru.js';
import type { WarmRun } from './warm-run.js';

/** Users that are compared, at most. */
const COMPARED_USERS = 2000;
const SLICE_USERS = 32;
/** As many days as the evaluation window has, and the day before. */
const HELD_TIMES = 15;

interface Embedding {
  /** Users of the sample that are done. */
  done: number;
  readonly users: number[];
  /** [users.length, D] at its front. */
  readonly embeddings: Float32Array;
}

const embedded = new WeakMap<WarmRun, Lru<number, Embedding>>();

/** The last whole day from t before a moment, or after: others are embedded once a day, not an instant. */
export function comparedAtMs(trainedMs: number, atMs: number): number {
  return trainedMs + Math.floor((atMs - trainedMs) / DAY_MS) * DAY_MS;
}

/**
 * A sample of a run's users that had an action by `atMs`, with their embeddings then. Made when first asked
 * for; a question that is cancelled leaves what is done to the next.
 */
export async function comparedUsers(
  run: WarmRun,
  atMs: number,
  signal: AbortSignal,
): Promise<EmbeddedUsers> {
  const { dataset, encoder, model, rule } = run;
  const rng = Rng.derive(0, 'compared users');
  const sample = sampleRows(dataset.timelines.userCount, COMPARED_USERS, rng);
  const width = model.config.model.dimension;
  const held = embedded.get(run) ?? new Lru<number, Embedding>(HELD_TIMES);
  embedded.set(run, held);
  const known: Embedding = held.get(atMs) ?? {
    done: 0,
    users: [],
    embeddings: new Float32Array(sample.length * width),
  };
  held.set(atMs, known);
  while (known.done < sample.length) {
    await breathe(signal);
    const part = sample.subarray(known.done, known.done + SLICE_USERS);
    const timelines = Array.from(part, user => userTimeline(dataset.readTimeline(user)));
    const joined = joinTimelines(timelines);
    const sequences = timelines.map((timeline, i) =>
      sequenceOf(timeline, rule, endAt(timeline, atMs)).map(action => joined.offsets[i]! + action),
    );
    const kept = Array.from(part.keys()).filter(i => sequences[i]!.length > 0);
    const asked = kept.map(i => sequences[i]!);
    const rows = await encoder.encodeSequences(joined, asked, signal);
    known.embeddings.set(rows, known.users.length * width);
    known.users.push(...kept.map(i => part[i]!));
    known.done += part.length;
  }
  const users = Int32Array.from(known.users);
  return { users, embeddings: known.embeddings.subarray(0, users.length * width) };
}
