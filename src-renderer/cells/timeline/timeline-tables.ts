import type { EmbeddingInForce, UserTimeline } from '../../../src-main/contract/moment.js';
import { fullInstant } from '../../charts/day.js';
import type { PinCards } from '../../state/pin-cards.js';
import { recall } from '../../widgets/format.js';
import type { Table } from '../cell-kind.js';
import { pinColumn } from '../pin-column.js';

/** The actions of a life and the embeddings in use, as they are copied and exported. */
export function timelineTables(
  timeline: UserTimeline,
  inForce: readonly EmbeddingInForce[],
  atMs: number,
  cards: Pick<PinCards, 'card'>,
): Table[] {
  const { has, types, surfaces, interests } = timeline;
  const named = (codes: ArrayLike<number>, names: readonly string[]) =>
    Array.from(codes, code => names[code] ?? null);
  const actions: Table = {
    title: `Actions of user ${timeline.user}`,
    columns: [
      {
        name: 'at',
        unit: 'UTC',
        values: Array.from(timeline.atMs, at => new Date(at).toISOString()),
      },
      pinColumn(timeline.pin, cards),
      ...(has.type ? [{ name: 'type', values: named(timeline.type, types) }] : []),
      ...(has.surface ? [{ name: 'surface', values: named(timeline.surface, surfaces) }] : []),
      ...(has.duration ? [{ name: 'duration', unit: 's', values: timeline.durationSeconds }] : []),
      { name: 'positive', values: Array.from(timeline.positive, value => (value ? 'yes' : 'no')) },
      { name: 'interest', values: Array.from(timeline.interest, i => interests[i]?.name ?? null) },
    ],
  };
  const inUse: Table = {
    title: `In use at ${fullInstant(atMs)}`,
    columns: [
      { name: 'embedding', values: inForce.map(({ cadence }) => cadence) },
      {
        name: 'actions until',
        unit: 'UTC',
        values: inForce.map(({ seenUntilMs }) => new Date(seenUntilMs).toISOString()),
      },
      { name: 'unseen', values: inForce.map(({ unseen }) => unseen) },
      {
        name: 'cosine to realtime',
        values: inForce.map(({ cosine }) => cosine),
        format: value => recall(value),
      },
    ],
  };
  return [inUse, actions];
}
