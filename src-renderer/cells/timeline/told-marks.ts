import type { UserTimeline } from '../../../src-main/contract/moment.js';
import { type ToldMark, writtenMarks } from '../../charts/told-places.js';
import { toldAction } from '../../follow/told-action.js';
import type { PinCards } from '../../state/pin-cards.js';
import { count } from '../../widgets/format.js';
import type { Rows } from './rows.js';
import type { Visible } from './visible-marks.js';

/** Pixels to the sides of a mark at which a pointer still means it. */
const REACH = 6;

/** What a file tells of the marks in sight, or of the counts that stand for them. */
export function toldMarks(
  visible: Visible,
  rows: Rows,
  { timeline, cards }: { readonly timeline: UserTimeline; readonly cards: PinCards },
): string {
  const told: ToldMark[] =
    visible.kind === 'marks'
      ? visible.marks.map(({ x, top, bottom, action }) => ({
          x,
          y: (top + bottom) / 2,
          halfWidth: REACH,
          halfHeight: (bottom - top) / 2,
          says: toldAction(timeline, action, cards.card(timeline.pin[action] ?? -1)),
        }))
      : visible.bins.map(({ x, lane, count: actions, positives }) => {
          const { top, base } = rows.lanes[lane] ?? { top: 0, base: 0 };
          return {
            x,
            y: (top + base) / 2,
            halfWidth: 1,
            halfHeight: (base - top) / 2,
            says: [`${count(actions)} actions`, `${count(positives)} of them positive`],
          };
        });
  return writtenMarks(told);
}
