import type { UserTimeline } from '../../src-main/contract/moment.js';
import { age } from '../charts/day.js';
import { newestAction } from '../follow/playhead-steps.js';
import { count } from '../widgets/format.js';

/** How far a pinned instant of the same life lies from the playhead, in time and in actions. */
export function apartWords(
  timeline: Pick<UserTimeline, 'atMs'>,
  pinnedMs: number,
  playheadMs: number,
): string {
  if (pinnedMs === playheadMs) return 'the playhead stands on it';
  const side = pinnedMs < playheadMs ? 'before' : 'after';
  const between = Math.abs(newestAction(timeline, playheadMs) - newestAction(timeline, pinnedMs));
  const actions = `${count(between)} action${between === 1 ? '' : 's'} between`;
  return `${age(Math.abs(playheadMs - pinnedMs))} ${side} the playhead, ${actions}`;
}
