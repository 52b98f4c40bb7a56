import { badInput } from '../base/errors.js';
import { WINDOW_MS } from '../evaluate/targets.js';
import { firstAfter } from '../evaluate/time-search.js';
import type { UserEncoder } from '../model/encoder.js';
import { sequenceRule } from '../model/sequence.js';
import { UNRANKED } from '../retrieve/count-closer.js';
import type { ExactIndex } from '../retrieve/exact.js';
import { type Cadence, fromStaleToFresh, servedMoment } from '../simulate/cadence.js';
import { endOf } from '../simulate/replay.js';
import { sequenceOf, type UserTimeline } from './user-timeline.js';

export interface TargetRanksRequest {
  readonly timeline: UserTimeline;
  /** t: when the model's training ended. */
  readonly trainedMs: number;
  /** The engagement: an action of the timeline after t. */
  readonly action: number;
  readonly cadences: readonly Cadence[];
  readonly signal?: AbortSignal | undefined;
}

/** Where an engaged pin stood under the embedding that one cadence had in force. */
export interface RankUnderCadence {
  readonly cadence: string;
  readonly cutOffMs: number;
  /** First action that the embedding has not read. */
  readonly end: number;
  readonly sequenceLength: number;
  /** From 1, ties counted against it; null when it cannot be ranked. */
  readonly rank: number | null;
}

/** Actions that a fresher cadence had read and the next staler one had not. */
export interface ArrivedBetween {
  readonly staler: string;
  readonly fresher: string;
  /** Actions from … to − 1 of the timeline; none when from >= to. */
  readonly from: number;
  readonly to: number;
  /** Rank under the staler minus rank under the fresher: above 0 when freshness helped. */
  readonly gained: number | null;
}

export interface TargetRanksAtAction {
  readonly pin: number;
  readonly atMs: number;
  /** From the stalest to the freshest. */
  readonly ranks: readonly RankUnderCadence[];
  readonly between: readonly ArrivedBetween[];
}

/**
 * The rank of one engaged pin under each cadence, as the replay counts it (spec §6): over the index
 * without this user's other targets of the 14 days after t. BAD_INPUT for an action at or before t.
 */
export async function targetRanks(
  encoder: UserEncoder,
  index: ExactIndex,
  request: TargetRanksRequest,
): Promise<TargetRanksAtAction> {
  const { timeline, trainedMs, action, signal } = request;
  const atMs = timeline.atMs[action];
  if (atMs === undefined || atMs <= trainedMs)
    throw badInput(`action ${action} is no engagement after the end of training.`, {
      where: 'action',
      remedy: `Name an action after ${new Date(trainedMs).toISOString()}.`,
    });
  const pin = timeline.pin[action]!;
  const rule = sequenceRule(encoder.model.config, encoder.model.data);
  const cadences = fromStaleToFresh(request.cadences);
  const ends = cadences.map(cadence => endOf(timeline, 0, cadence, trainedMs, atMs));
  const distinct = [...new Set(ends)];
  const sequences = distinct.map(end => sequenceOf(timeline, rule, end));
  const embeddings = await encoder.encodeSequences(timeline, sequences, signal);
  const counts = await index.countAtLeastAsClose(
    embeddings,
    repeated(Int32Array.of(pin), distinct.length),
    { exclude: repeated(targetPins(timeline, trainedMs), distinct.length), signal },
  );
  const ranks = cadences.map((cadence, i): RankUnderCadence => {
    const row = distinct.indexOf(ends[i]!);
    const count = counts.atLeast[row]!;
    const sequenceLength = sequences[row]!.length;
    return {
      cadence: cadence.name,
      cutOffMs: servedMoment(cadence, trainedMs, atMs).atMs,
      end: ends[i]!,
      sequenceLength,
      rank: sequenceLength === 0 || count === UNRANKED ? null : count + 1,
    };
  });
  const between = ranks.slice(1).map((fresher, i): ArrivedBetween => {
    const staler = ranks[i]!;
    const known = staler.rank !== null && fresher.rank !== null;
    return {
      staler: staler.cadence,
      fresher: fresher.cadence,
      from: staler.end,
      to: fresher.end,
      gained: known ? staler.rank - fresher.rank : null,
    };
  });
  return { pin, atMs, ranks, between };
}

/** The distinct pins that the user engaged with in (t, t + 14 d]. */
function targetPins(timeline: UserTimeline, trainedMs: number): Int32Array {
  const count = timeline.pin.length;
  const first = firstAfter(timeline.atMs, 0, count, trainedMs);
  const last = firstAfter(timeline.atMs, first, count, trainedMs + WINDOW_MS);
  const window = timeline.pin.subarray(first, last);
  return Int32Array.from(new Set(window.filter((_, i) => timeline.positive[first + i] === 1)));
}

/** The same list for each of `queries` queries. */
function repeated(pins: Int32Array, queries: number) {
  const all = new Int32Array(pins.length * queries);
  for (let query = 0; query < queries; query++) all.set(pins, query * pins.length);
  const offsets = Uint32Array.from({ length: queries + 1 }, (_, query) => query * pins.length);
  return { offsets, pins: all };
}
