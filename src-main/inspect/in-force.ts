import type { UserEncoder } from '../model/encoder.js';
import { sequenceRule } from '../model/sequence.js';
import { type Cadence, servedMoment } from '../simulate/cadence.js';
import { endOf } from '../simulate/replay.js';
import { cosine } from './closeness.js';
import { countUsable, sequenceOf, type UserTimeline } from './user-timeline.js';

export interface MomentRequest {
  readonly timeline: UserTimeline;
  /** t: when the model's training ended, and what cadences count from. */
  readonly trainedMs: number;
  /** The moment just after the actions of this millisecond. */
  readonly atMs: number;
  readonly cadences: readonly Cadence[];
  readonly signal?: AbortSignal | undefined;
}

/** The embedding of one cadence that is in force at a moment. */
export interface InForce {
  readonly cadence: string;
  /** False before t for a cadence that only begins with t (once): nothing is in force yet. */
  readonly exists: boolean;
  /** Actions up to this time are in it. */
  readonly cutOffMs: number;
  /** Its moment minus the cut-off. */
  readonly ageMs: number;
  /** First action of the timeline that it has not read. */
  readonly end: number;
  /** Actions that the model could read, done since and not in it. */
  readonly unseen: number;
  /** Actions in its sequence. */
  readonly sequenceLength: number;
  /** [D]; zeros without any usable action. */
  readonly embedding: Float32Array;
  /** To the embedding of all actions so far; NaN where one of them has none. */
  readonly cosineToRealtime: number;
}

export interface Moment {
  /** First action after the moment. */
  readonly end: number;
  /** The embedding of all actions up to the moment, [D]. */
  readonly embedding: Float32Array;
  readonly sequence: Int32Array;
  readonly inForce: readonly InForce[];
}

const REALTIME: Cadence = { name: 'realtime', refreshMs: 0, delayMs: 0 };

/**
 * What every cadence would serve at a moment (spec §6). A moment lies just after the actions of its
 * millisecond, as a request that follows them: realtime has read them all. Same states are embedded once.
 */
export async function momentOf(encoder: UserEncoder, request: MomentRequest): Promise<Moment> {
  const { timeline, trainedMs, atMs, cadences, signal } = request;
  const { config, data } = encoder.model;
  const rule = sequenceRule(config, data);
  const next = Math.floor(atMs) + 1;
  const now = endOf(timeline, 0, REALTIME, trainedMs, next);
  const moments = cadences.map(cadence => {
    const cutOffMs = cadence.refreshMs === 0 ? atMs : servedMoment(cadence, trainedMs, next).atMs;
    const exists = cutOffMs <= atMs;
    return {
      cadence,
      exists,
      cutOffMs,
      end: exists ? endOf(timeline, 0, cadence, trainedMs, next) : 0,
    };
  });
  const ends = [...new Set([now, ...moments.map(({ end }) => end)])];
  const sequences = ends.map(end => sequenceOf(timeline, rule, end));
  const all = await encoder.encodeSequences(timeline, sequences, signal);
  const D = config.dimension;
  const embeddingOf = (end: number) => {
    const row = ends.indexOf(end);
    return all.slice(row * D, (row + 1) * D);
  };
  const embedding = embeddingOf(now);
  return {
    end: now,
    embedding,
    sequence: sequences[0]!,
    inForce: moments.map(({ cadence, exists, cutOffMs, end }) => ({
      cadence: cadence.name,
      exists,
      cutOffMs,
      ageMs: atMs - cutOffMs,
      end,
      unseen: countUsable(timeline, rule, end, now),
      sequenceLength: sequences[ends.indexOf(end)]!.length,
      embedding: embeddingOf(end),
      cosineToRealtime: cosine(embeddingOf(end), embedding),
    })),
  };
}
