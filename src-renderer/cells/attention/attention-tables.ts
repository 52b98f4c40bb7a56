import type { AttentionView, UserTimeline } from '../../../src-main/contract/moment.js';
import type { PinCards } from '../../state/pin-cards.js';
import { recall } from '../../widgets/format.js';
import type { Table } from '../cell-kind.js';
import { pinColumn } from '../pin-column.js';

/** What the newest action attends to: an action a row, a head a column. */
export function attentionTables(
  timeline: UserTimeline,
  view: AttentionView,
  cards: Pick<PinCards, 'card'>,
): Table[] {
  const { sequence, layers, heads, newest } = view;
  const count = sequence.length;
  const format = (weight: number) => recall(weight);
  return [
    {
      title: `What the newest action of user ${timeline.user} attends to`,
      columns: [
        { name: 'position', values: Array.from(sequence, (_, i) => count - i) },
        {
          name: 'at',
          unit: 'UTC',
          values: Array.from(sequence, i => new Date(timeline.atMs[i] ?? 0).toISOString()),
        },
        pinColumn(
          sequence.map(i => timeline.pin[i] ?? -1),
          cards,
        ),
        ...Array.from({ length: layers * heads }, (_, row) => ({
          name: `L${Math.floor(row / heads) + 1} h${(row % heads) + 1}`,
          values: newest.subarray(row * count, (row + 1) * count),
          format,
        })),
      ],
    },
  ];
}
