import { StudioError } from '../base/errors.js';
import type {
  ActionGroup,
  AttentionView,
  Change,
  Moment,
  MomentRequest,
  PinCard,
  Retrieval,
  RetrievedPin,
  TargetView,
  UserTimeline,
  WhatIf,
  WhyPin,
} from '../contract/moment.js';
import type { Grouping } from '../inspect/action-groups.js';
import { distanceOf } from '../inspect/closeness.js';
import type { PinFacts } from './serving/describe-pin.js';
import type { Serving } from './serving/serving.js';

const WINDOW_MS = 14 * 86_400_000;
const GROUPINGS: readonly Grouping[] = ['session', 'interest', 'surface', 'similarity'];

interface Asking {
  readonly signal: AbortSignal;
  readonly channel: string;
}

/** Questions of a window about one user at one instant, answered by the warm serving process. */
export function createMoments(serving: Serving) {
  /** Addresses of pins stand in other files than their titles: one question for a page of them. */
  const cardsOf = async (dataset: string, pins: readonly number[]): Promise<PinCard[]> => {
    const facts = await serving.pins({ dataset, pins: Int32Array.from(pins), links: true });
    return facts.map(({ pin, id, title, interests, url, image }) => ({
      ...{ pin, id, title, interests, url: url ?? '', image: image ?? '' },
    }));
  };

  return {
    cardsOf,

    async timeline(run: string, user: string, asking: Asking): Promise<UserTimeline> {
      const columns = await serving.userTimeline({ run, user }, asking);
      const { interests, interest, actionTypes, surfaces } = columns;
      const counts = new Float64Array(interests.length);
      for (const each of interest) if (each >= 0) counts[each]!++;
      return {
        dataset: columns.dataset,
        user,
        atMs: columns.atMs,
        pin: columns.pin,
        type: columns.type,
        surface: columns.surface,
        durationSeconds: columns.durationSeconds,
        positive: columns.positive,
        interest: Int16Array.from(interest),
        types: actionTypes,
        surfaces,
        interests: interests.map((name, place) => ({
          name,
          share: counts[place]! / Math.max(1, interest.length),
        })),
        has: columns.has,
      };
    },

    async moment(
      request: MomentRequest & { cadences: readonly string[] },
      asking: Asking,
    ): Promise<Moment> {
      const { run, user, atMs, cadences } = request;
      const place = { run, user, atMs: before(atMs) };
      const [columns, found] = await Promise.all([
        serving.userTimeline({ run, user }, { signal: asking.signal }),
        serving.momentOf({ ...place, cadences: cadences.join(',') }, asking),
      ]);
      return {
        ...{ run, user, atMs },
        trainedUntilMs: columns.trainedMs,
        windowUntilMs: columns.trainedMs + WINDOW_MS,
        split: columns.part ?? 'train',
        sequence: found.sequence,
        inForce: found.inForce
          .filter(({ exists }) => exists)
          .map(({ cadence, cutOffMs, unseen, cosineToRealtime }) => ({
            cadence,
            seenUntilMs: cutOffMs + 1,
            unseen,
            cosine: Number.isNaN(cosineToRealtime) ? null : cosineToRealtime,
          })),
      };
    },

    async attention(
      request: MomentRequest & { layer: number | null; head: number | null },
      asking: Asking,
    ): Promise<AttentionView> {
      const { run, user, atMs, layer, head } = request;
      const found = await serving.attentionAt({ run, user, atMs: before(atMs) }, asking);
      const { layers, heads, count, weights, sequence } = found;
      return {
        ...{ layers, heads, sequence },
        newest: newestRows(weights, layers * heads, count),
        matrix: meanMatrix(weights, { layers, heads, count }, layer, head),
      };
    },

    async retrieve(
      request: MomentRequest & { cadences: readonly string[]; k: number; search: 'exact' | 'hnsw' },
      asking: Asking,
    ): Promise<Retrieval> {
      const { run, user, atMs, cadences, k, search } = request;
      const place = { run, user, atMs: before(atMs), cadences: cadences.join(','), k };
      const started = performance.now();
      const found = await serving.retrieveAt({ ...place, search }, asking);
      const milliseconds = performance.now() - started;
      const { dataset } = await serving.userTimeline({ run, user }, { signal: asking.signal });
      const cards = await linkedCards(
        dataset,
        found.columns.flatMap(({ pins }) => pins),
      );
      const view: Retrieval = {
        columns: found.columns
          .filter(({ exists }) => exists)
          .map(({ cadence, cutOffMs, pins }) => ({
            cadence,
            seenUntilMs: cutOffMs + 1,
            pins: pins.map(({ rankBefore: _, ...pin }) => ({ ...pin, ...cards(pin.pin) })),
          })),
        k,
        indexPins: found.indexPins,
        search: found.searched,
        milliseconds,
        engagedLater: found.engagedLater,
        ...(found.note === null ? {} : { note: found.note }),
      };
      if (found.searched !== 'hnsw') return view;
      const exactStarted = performance.now();
      const exact = await serving.retrieveAt(
        { ...place, search: 'exact' },
        { signal: asking.signal, channel: `${asking.channel} exact` },
      );
      const exactMilliseconds = performance.now() - exactStarted;
      const wanted = exact.columns.flatMap(({ pins }, c) =>
        pins.map(({ pin }) => found.columns[c]?.pins.some(each => each.pin === pin) ?? false),
      );
      const recall = wanted.filter(Boolean).length / Math.max(1, wanted.length);
      return { ...view, hnsw: { recall, exactMilliseconds } };
    },

    async why(
      request: MomentRequest & { pin: number; passes: number },
      asking: Asking,
    ): Promise<WhyPin> {
      const { run, user, atMs, pin, passes } = request;
      const place = { run, user, atMs: before(atMs), pin };
      const share = Math.max(2, Math.floor(passes / GROUPINGS.length));
      const answers = [];
      for (const grouping of GROUPINGS)
        answers.push(
          await serving.whyPin(
            { ...place, grouping, passes: share },
            { signal: asking.signal, channel: `${asking.channel} ${grouping}` },
          ),
        );
      const { dataset } = await serving.userTimeline({ run, user }, { signal: asking.signal });
      const [card] = await cardsOf(dataset, [pin]);
      if (!card) throw new StudioError('NOT_FOUND', `there is no pin ${pin}.`);
      const groups = answers.flatMap(({ groups, names }, index) => {
        const by = GROUPINGS[index]!;
        return groups.map(
          ({ key, actions, effect }, place): ActionGroup => ({
            label: labelOf(by, key, names[place] ?? null, actions.length),
            by,
            actions,
            effect: effect ?? 0,
          }),
        );
      });
      return {
        pin: card,
        cosine: answers[0]?.score ?? 0,
        groups: groups.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect)),
        forwardPasses: answers.reduce((sum, { passes }) => sum + passes, 0),
      };
    },

    async whatIf(
      request: MomentRequest & { change: Change; k: number },
      asking: Asking,
    ): Promise<WhatIf> {
      const { run, user, atMs, change, k } = request;
      const edit = change.kind === 'retime' ? ({ ...change, kind: 'move' } as const) : change;
      const found = await serving.whatIf(
        { run, user, atMs: before(atMs), edits: [edit], k },
        asking,
      );
      const facts = new Map(found.facts.map(fact => [fact.pin, fact]));
      const listed = ({ pins, scores }: typeof found.before) =>
        Array.from(pins, (pin, slot) => listedPin(facts.get(pin), slot, scores[slot] ?? 0));
      return {
        cosine: found.cosine,
        before: listed(found.before),
        after: listed(found.after),
      };
    },

    async target(
      request: MomentRequest & { pin: number; cadences: readonly string[] },
      asking: Asking,
    ): Promise<TargetView> {
      const { run, user, atMs, pin, cadences } = request;
      const columns = await serving.userTimeline({ run, user }, { signal: asking.signal });
      const action = columns.pin.findIndex(
        (each, i) =>
          each === pin &&
          columns.positive[i] === 1 &&
          columns.atMs[i]! >= Math.max(atMs, columns.trainedMs),
      );
      if (action < 0)
        throw new StudioError(
          'NOT_FOUND',
          'the user does not engage with this pin after the instant.',
          {
            remedy: 'Choose an engagement of the 14 days after training ended.',
          },
        );
      const found = await serving.targetRanks(
        { run, user, action, cadences: cadences.join(',') },
        asking,
      );
      const [card] = await cardsOf(columns.dataset, [pin]);
      if (!card) throw new StudioError('NOT_FOUND', `there is no pin ${pin}.`);
      return {
        pin: card,
        engagedAtMs: found.atMs,
        ranks: found.ranks.map(({ cadence, cutOffMs, rank, end }) => ({
          ...{ cadence, seenUntilMs: cutOffMs + 1, rank },
          unseen: Int32Array.from({ length: Math.max(0, action - end) }, (_, i) => end + i),
        })),
        indexPins: found.indexPins,
      };
    },
  };

  async function linkedCards(dataset: string, pins: readonly PinFacts[]) {
    const distinct = [...new Set(pins.map(({ pin }) => pin))];
    const cards = new Map((await cardsOf(dataset, distinct)).map(card => [card.pin, card]));
    return (pin: number) => {
      const card = cards.get(pin);
      return { url: card?.url ?? '', image: card?.image ?? '' };
    };
  }
}

export type Moments = ReturnType<typeof createMoments>;

/** A window asks for what came strictly before an instant, the serving process for what came by it. */
function before(atMs: number): number {
  return Math.ceil(atMs) - 1;
}

/** [L, h, count, count] to its last rows, [L, h, count]. */
function newestRows(weights: Float32Array, matrices: number, count: number): Float32Array {
  const rows = new Float32Array(matrices * count);
  for (let m = 0; m < matrices; m++) {
    const last = (m * count + count - 1) * count;
    rows.set(weights.subarray(last, last + count), m * count);
  }
  return rows;
}

/** Mean over the layers and heads asked for, [count, count]; null stands for all. */
function meanMatrix(
  weights: Float32Array,
  { layers, heads, count }: { layers: number; heads: number; count: number },
  layer: number | null,
  head: number | null,
): Float32Array {
  const size = count * count;
  const mean = new Float32Array(size);
  const inRange = (asked: number | null, each: number) => asked === null || asked === each;
  let taken = 0;
  for (let l = 0; l < layers; l++)
    for (let h = 0; h < heads; h++) {
      if (!inRange(layer, l) || !inRange(head, h)) continue;
      taken++;
      const first = (l * heads + h) * size;
      for (let i = 0; i < size; i++) mean[i]! += weights[first + i]!;
    }
  if (taken > 1) for (let i = 0; i < size; i++) mean[i]! /= taken;
  return mean;
}

function labelOf(by: Grouping, key: number, name: string | null, actions: number): string {
  const many = `${actions} ${actions === 1 ? 'action' : 'actions'}`;
  if (by === 'session') return `session ${key + 1}, ${many}`;
  if (by === 'similarity')
    return key === 0 ? `${many} most like the pin` : `${many}, likeness ${key + 1}`;
  return name === null ? `${many} of other ${by}s` : `${many} in ${name}`;
}

function listedPin(fact: PinFacts | undefined, slot: number, score: number): RetrievedPin {
  return {
    pin: fact?.pin ?? -1,
    id: fact?.id ?? '',
    title: fact?.title ?? '',
    interests: fact?.interests ?? [],
    url: '',
    image: '',
    rank: slot + 1,
    score,
    distance: distanceOf(score, 'cosine'),
    visited: false,
    engagedAtMs: null,
  };
}
