import type { PinCard, UserTimeline } from '../../src-main/contract/moment.js';
import { fullInstant } from '../charts/day.js';
import { actionWords } from './action-words.js';

/** The lines of an action's card: title, what the data says of it, interest, instant; unknown ones are empty. */
export function toldAction(timeline: UserTimeline, action: number, card: PinCard | null): string[] {
  const interest = timeline.interests[timeline.interest[action] ?? -1]?.name;
  return [
    card ? card.title || card.id : '',
    actionWords(timeline, action),
    interest ?? card?.interests[0] ?? '',
    fullInstant(timeline.atMs[action] ?? Number.NaN),
  ];
}
