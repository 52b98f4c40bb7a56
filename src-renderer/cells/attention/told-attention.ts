import type { AttentionView, UserTimeline } from '../../../src-main/contract/moment.js';
import { shortInstant } from '../../charts/day.js';
import { writtenGrid } from '../../charts/told-places.js';
import { toldAction } from '../../follow/told-action.js';
import type { PinCards } from '../../state/pin-cards.js';
import type { DrawnColumn } from './attention-columns.js';
import type { HeadRow } from './attention-rows.js';

/** What a file tells of the rows of the heads: the newest action's weight on each that is in sight. */
export function toldHeads(
  timeline: UserTimeline,
  cards: PinCards,
  {
    attention,
    rows,
    columns,
  }: {
    readonly attention: AttentionView | null;
    readonly rows: readonly HeadRow[];
    readonly columns: readonly DrawnColumn[];
  },
): string {
  const sequence = attention?.sequence ?? new Int32Array(0);
  const told = (place: number) => {
    const action = sequence[place] ?? -1;
    const lines = toldAction(timeline, action, cards.card(timeline.pin[action] ?? -1));
    return [...lines.filter(line => line), `position ${sequence.length - place}`].join('\n');
  };
  return writtenGrid({
    columns: columns.map(({ left, width, place }) => [left, width, told(place)]),
    rows: rows.map(({ top, height, layer, head }) => [
      top,
      height,
      `layer ${layer + 1}, head ${head + 1}`,
    ]),
    values: rows.flatMap((_, row) =>
      columns.map(({ place }) => attention?.newest[row * sequence.length + place] ?? Number.NaN),
    ),
    template: '{column}\nweight {value}, {row}',
  });
}

/** What a file tells of the matrix, whose cells are `each` pixels wide; later keys are masked. */
export function toldMatrix(
  timeline: UserTimeline,
  cards: PinCards,
  attention: AttentionView | null,
  each: number,
): string {
  const sequence = attention?.sequence ?? new Int32Array(0);
  const places = Array.from(sequence, (action, place) => {
    const card = cards.card(timeline.pin[action] ?? -1);
    const title = card ? card.title || card.id : '';
    const words = `${title} ${shortInstant(timeline.atMs[action] ?? 0)}, position ${sequence.length - place}`;
    return [place * each, each, words.trim()] as const;
  });
  const count = sequence.length;
  const values = Float32Array.from({ length: count * count }, (_, i) =>
    i % count > Math.floor(i / count) ? Number.NaN : (attention?.matrix[i] ?? Number.NaN),
  );
  return writtenGrid({
    columns: places,
    rows: places,
    values,
    template: '{row}\nattends {value} to\n{column}',
  });
}
