import { compareLists } from '../../../inspect/list-change.js';
import type { TopPins } from '../../../retrieve/pin-index.js';
import { engagedLater, type ListedPin, listPins, type PinList } from '../listed-pins.js';
import { type MeasuredSearch, measuredSearch } from '../measured-search.js';
import { type AskedIndex, type ServedBy, servedIndex } from '../served-index.js';
import { askedCadences, askedMoment, askedUser, checkK, type MomentPlace } from './asked-moment.js';
import type { ServingMethod } from './method.js';

export interface RetrieveAtParams extends MomentPlace, AskedIndex {
  /** Shown side by side: `once,daily,realtime`. */
  readonly cadences: string;
  readonly k: number;
  /** Looks up the addresses of pins too, which stand in other files. */
  readonly links?: boolean | undefined;
}

/** A pin of a retrieved list. */
export interface RetrievedAtPin extends ListedPin {
  /** Rank in the column before this one, 0 where it came; null in the first column. */
  readonly rankBefore: number | null;
}

/** What one cadence retrieves at the moment. */
export interface RetrievedColumn {
  readonly cadence: string;
  /** False where nothing is in force yet. */
  readonly exists: boolean;
  readonly cutOffMs: number;
  readonly ageMs: number;
  readonly unseen: number;
  readonly sequenceLength: number;
  readonly cosineToRealtime: number;
  /** Empty where nothing is in force, or before the first action that the model reads. */
  readonly pins: readonly RetrievedAtPin[];
  /** Pins of the column before that this one has not; null in the first column. */
  readonly went: Int32Array | null;
}

export interface RetrievedAt extends ServedBy, Pick<MeasuredSearch, 'milliseconds' | 'hnsw'> {
  /** Pins that can be retrieved: those whose features are known at t. */
  readonly indexPins: number;
  readonly atMs: number;
  /** From the stalest to the freshest. */
  readonly columns: readonly RetrievedColumn[];
  /** Distinct pins of the index that are engaged with in the 14 days after: what could be hit. */
  readonly engagedLater: number;
}

/** The k closest pins under each cadence, side by side, and what differs from column to column. */
export const retrieveAt: ServingMethod<RetrieveAtParams, RetrievedAt> = async (
  state,
  params,
  signal,
) => {
  const asked = await askedUser(state, params);
  const { run, timeline } = asked;
  const { atMs } = params;
  const k = checkK(params.k);
  const cadences = askedCadences(params.cadences);
  const { inForce } = await askedMoment(asked, atMs, cadences, signal);
  const { index, by } = await servedIndex(await state.workspace(), run, params);
  const queries = joined(inForce.filter(isSearched).map(({ embedding }) => embedding));
  const { top, ...measured } = await measuredSearch(run.index, index, queries, k, signal);
  let query = 0;
  const lists = inForce.map(each => (isSearched(each) ? listOf(top, query++) : NOTHING));
  const described = await listPins(state, { asked, atMs, links: params.links }, lists);
  const columns = inForce.map(({ embedding: _, end: __, ...facts }, i): RetrievedColumn => {
    const before = lists[i - 1];
    const change = before && compareLists(before.pins, lists[i]!.pins);
    const pins = described[i]!.map((pin, slot) => ({
      ...pin,
      rankBefore: change?.rankBefore[slot] ?? null,
    }));
    return { ...facts, pins, went: change?.went ?? null };
  });
  const known = run.model.pinFeatures.known;
  const hittable = [...engagedLater(timeline, atMs).keys()].filter(pin => known[pin] === 1).length;
  return {
    ...by,
    ...measured,
    atMs,
    columns,
    indexPins: run.index.count,
    engagedLater: hittable,
  };
};

const NOTHING: PinList = { pins: new Int32Array(0), scores: new Float32Array(0) };

/** An embedding of no action is no query. */
function isSearched({ sequenceLength }: { readonly sequenceLength: number }): boolean {
  return sequenceLength > 0;
}

/** The pins found for one query; the index may hold fewer than k. */
function listOf({ k, pins, scores }: TopPins, query: number): PinList {
  const row = pins.subarray(query * k, (query + 1) * k);
  const found = row.indexOf(-1) < 0 ? k : row.indexOf(-1);
  return { pins: row.slice(0, found), scores: scores.slice(query * k, query * k + found) };
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const width = rows[0]?.length ?? 0;
  const all = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    all.set(row, i * width);
  });
  return all;
}
