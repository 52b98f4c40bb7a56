import type { ActionGroup, UserTimeline } from '../../src-main/contract/moment.js';
import { shortInstant } from '../charts/day.js';

/** What a group of actions is called: a session by when it began, others by what the engine calls them, which says “actions” once too often in a list. */
export function groupWords(
  { by, label, actions }: Pick<ActionGroup, 'by' | 'label' | 'actions'>,
  { atMs }: Pick<UserTimeline, 'atMs'>,
): string {
  const first = actions[0];
  if (by !== 'session' || first === undefined) return label.replace(/^(\d+) actions?\b/, '$1');
  return `${actions.length} of ${shortInstant(atMs[first] ?? Number.NaN)}`;
}

/** What a change of the past is, without the pin's name. */
export function changeWords(
  kind: 'drop' | 'retime' | 'insert',
  atMs: number,
  fromMs = Number.NaN,
): string {
  if (kind === 'drop') return `dropped, was ${shortInstant(fromMs)}`;
  if (kind === 'insert') return `inserted at ${shortInstant(atMs)}`;
  return `moved from ${shortInstant(fromMs)} to ${shortInstant(atMs)}`;
}
