/** Half an hour without an action ends a session. */
export const SESSION_GAP_MS = 30 * 60_000;

/** Actions `first` … `last` of a timeline, none further from the one before than the gap. */
export interface Session {
  readonly first: number;
  readonly last: number;
}

/** Sessions of ascending times, oldest first; none for an empty timeline. */
export function findSessions(atMs: Float64Array, gapMs = SESSION_GAP_MS): Session[] {
  const sessions: Session[] = [];
  let first = 0;
  for (let i = 1; i <= atMs.length; i++) {
    if (i < atMs.length && atMs[i]! - atMs[i - 1]! <= gapMs) continue;
    sessions.push({ first, last: i - 1 });
    first = i;
  }
  return sessions;
}

/** The session that holds an action, or the nearest one before the instant it stands for; −1 for none. */
export function sessionOf(sessions: readonly Session[], action: number): number {
  let low = 0;
  let high = sessions.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { first, last } = sessions[middle]!;
    if (action < first) high = middle - 1;
    else if (action > last) low = middle + 1;
    else return middle;
  }
  return high;
}
