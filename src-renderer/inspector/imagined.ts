import type { Change, PinCard, UserTimeline } from '../../src-main/contract/moment.js';
import { newestAction } from '../follow/playhead-steps.js';

const HOUR_MS = 3_600_000;

/** What the reader imagines, said relative to the playhead, so that it holds when the playhead moves. */
export type Imagined =
  /** `back`: 0 is the newest action, 1 the one before it. */
  | { readonly kind: 'drop'; readonly back: number }
  | { readonly kind: 'earlier'; readonly back: number; readonly hours: number }
  | { readonly kind: 'insert'; readonly pin: PinCard };

/**
 * The change of the user's past that it comes to; null where there is no such action. An inserted action is
 * on `pin` a minute before the playhead, of the type and surface of the newest positive action, else of the
 * newest one, without a duration where the data has none.
 */
export function changeOf(
  imagined: Imagined,
  timeline: UserTimeline,
  playheadMs: number,
): Change | null {
  const newest = newestAction(timeline, playheadMs);
  if (imagined.kind === 'insert') {
    let like = newest;
    while (like >= 0 && timeline.positive[like] !== 1) like--;
    if (like < 0) like = newest;
    return {
      kind: 'insert',
      pin: imagined.pin.pin,
      atMs: playheadMs - 60_000,
      type: timeline.type[like] ?? 0,
      surface: timeline.surface[like] ?? 0,
      durationSeconds: timeline.durationSeconds[like] ?? 0,
    };
  }
  const action = newest - imagined.back;
  if (action < 0) return null;
  if (imagined.kind === 'drop') return { kind: 'drop', action };
  const atMs = (timeline.atMs[action] ?? 0) - imagined.hours * HOUR_MS;
  return { kind: 'retime', action, atMs };
}

/** "the newest action", "the 3rd newest action". */
export function actionName(back: number): string {
  if (back === 0) return 'the newest action';
  const place = back + 1;
  const ending =
    place % 100 >= 11 && place % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return `the ${place}${ending} newest action`;
}
