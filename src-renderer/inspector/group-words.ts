import type { ActionGroup, UserTimeline } from '../../src-main/contract/moment.js';
import { fullInstant, shortInstant } from '../charts/day.js';

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
  return `moved from ${apart(fromMs, atMs)} to ${apart(atMs, fromMs)}`;
}

/** An instant as precisely as another asks for: with its year, or its seconds within one minute. */
function apart(atMs: number, otherMs: number): string {
  const [iso, other] = [atMs, otherMs].map(ms => new Date(ms).toISOString());
  if (iso?.slice(0, -20) !== other?.slice(0, -20)) return fullInstant(atMs);
  return iso?.slice(0, 16) === other?.slice(0, 16)
    ? `${shortInstant(atMs)}:${iso?.slice(17, 19)}`
    : shortInstant(atMs);
}
