import type { UserTimeline } from '../../src-main/contract/moment.js';
import { duration } from '../widgets/format.js';

/** "save, Related pins, 4 s, positive": what the data says of an action, without what it does not have. */
export function actionWords(timeline: UserTimeline, action: number): string {
  const { has, type, types, surface, surfaces, durationSeconds, positive } = timeline;
  const words = [
    has.type ? types[type[action] ?? 0] : 'action',
    has.surface ? surfaces[surface[action] ?? 0] : '',
    has.duration && (durationSeconds[action] ?? 0) > 0 ? duration(durationSeconds[action]!) : '',
    positive[action] === 1 ? 'positive' : '',
  ];
  return words.filter(word => word).join(', ');
}
