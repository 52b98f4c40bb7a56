/**
 * The candidates that a mistyped name may have meant, best first, at most three: equal but for case,
 * beginning with it, or within a small edit distance (a third of its length, at least 1), as a whole or
 * in the last part of a key. Empty when nothing is near.
 */
export function nearest(name: string, candidates: Iterable<string>): string[] {
  const wanted = name.toLowerCase();
  const wantedLast = lastPart(wanted);
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  const allowedLast = Math.max(1, Math.floor(wantedLast.length / 3));
  const near: { candidate: string; distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const known = candidate.toLowerCase();
    const last = lastPart(known);
    const extends_ = wanted.length >= 2 && (known.startsWith(wanted) || last === wanted);
    const distance = extends_
      ? 0.5
      : Math.min(
          editDistance(wanted, known, allowed),
          // A key in the wrong place is a little further off than the same in the right one.
          editDistance(wantedLast, last, allowedLast) + 0.25,
        );
    if (distance <= allowed) near.push({ candidate, distance });
  }
  near.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  return near.slice(0, 3).map(entry => entry.candidate);
}

/** Of the choices that are spelled out. */
const MOST_NAMES = 12;
const MOST_LETTERS = 160;

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

/** "Did you mean a or b?", or else the choices there are; an empty string when there is none. */
export function suggest(name: string, candidates: Iterable<string>): string {
  const all = [...new Set(candidates)];
  const near = nearest(name, all);
  if (near.length > 0) return `Did you mean ${near.join(' or ')}?`;
  if (all.length === 0) return '';
  const shown = all.slice(0, MOST_NAMES);
  while (shown.length > 1 && shown.join(', ').length > MOST_LETTERS) shown.pop();
  const left = all.length - shown.length;
  return `There is ${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}.`;
}

/**
 * Optimal string alignment distance (insert, delete, replace, swap neighbours), or Infinity when it
 * passes `limit`.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > limit) return Number.POSITIVE_INFINITY;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    if (Math.min(...row) > limit) return Number.POSITIVE_INFINITY;
    beforeLast = last;
    last = row;
  }
  const distance = last[b.length]!;
  return distance <= limit ? distance : Number.POSITIVE_INFINITY;
}
