import type { UserTimeline } from '../../../src-main/contract/moment.js';
import type { PlacedMark } from '../../charts/hit-test.js';
import { pixelOf, type Sight } from '../../charts/sight.js';
import type { Lanes } from './lanes.js';
import { longestSeconds, markHeight, type Rows, UNDER } from './rows.js';

/** More marks than this on a pixel are drawn as counts. */
export const MOST_MARKS_A_PIXEL = 4;

export interface Mark extends PlacedMark {
  readonly lane: number;
  /** Pixels above the baseline. */
  readonly height: number;
}

/** Actions of one lane within one pixel. */
export interface MarkBin {
  readonly x: number;
  readonly lane: number;
  readonly count: number;
  readonly positives: number;
  /** Look of the most frequent type. */
  readonly look: number;
}

export type Visible =
  | { readonly kind: 'marks'; readonly marks: readonly Mark[] }
  | { readonly kind: 'bins'; readonly bins: readonly MarkBin[]; readonly most: number };

/** What is in sight, as single marks, or as counts a pixel where there are too many. */
export function visibleMarks(
  timeline: Pick<UserTimeline, 'durationSeconds' | 'positive'>,
  lanes: Lanes,
  rows: Rows,
  view: Sight,
  lookOf: (action: number) => number,
): Visible {
  const first = view.axis.firstFrom(view.from);
  const end = view.axis.firstFrom(view.until);
  if (end - first > MOST_MARKS_A_PIXEL * view.width)
    return binned(timeline, lanes, view, lookOf, first, end);
  const longest = longestSeconds(timeline.durationSeconds);
  const marks: Mark[] = [];
  for (let action = first; action < end; action++) {
    const lane = lanes.laneOf(action);
    const row = rows.lanes[lane]!;
    const share = markHeight(
      timeline.durationSeconds[action]!,
      timeline.positive[action] === 1,
      longest,
    );
    marks.push({
      x: pixelOf(view, view.axis.positionOf(action)),
      lane,
      action,
      height: share * (row.base - row.top - 10),
      top: row.top,
      bottom: row.base + UNDER,
    });
  }
  return { kind: 'marks', marks };
}

function binned(
  { positive }: Pick<UserTimeline, 'positive'>,
  lanes: Lanes,
  view: Sight,
  lookOf: (action: number) => number,
  first: number,
  end: number,
): Visible {
  const bins = new Map<
    number,
    { x: number; lane: number; count: number; positives: number; looks: Map<number, number> }
  >();
  for (let action = first; action < end; action++) {
    const x = Math.floor(pixelOf(view, view.axis.positionOf(action)));
    const lane = lanes.laneOf(action);
    const key = x * 256 + lane;
    const bin = bins.get(key) ?? { x, lane, count: 0, positives: 0, looks: new Map() };
    bin.count += 1;
    bin.positives += positive[action]!;
    const look = lookOf(action);
    bin.looks.set(look, (bin.looks.get(look) ?? 0) + 1);
    bins.set(key, bin);
  }
  let most = 0;
  const list = [...bins.values()].map(({ looks, ...bin }) => {
    most = Math.max(most, bin.count);
    const [look] = [...looks].reduce((a, b) => (b[1] > a[1] ? b : a));
    return { ...bin, look };
  });
  return { kind: 'bins', bins: list, most };
}
