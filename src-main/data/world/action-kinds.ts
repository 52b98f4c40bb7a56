/** Action types of a world, by index. */
export const worldActionTypes = ['closeup', 'save', 'click', 'hide'] as const;
export const CLOSEUP = 0;
export const SAVE = 1;
export const CLICK = 2;
export const HIDE = 3;

export const worldSurfaces = ['homefeed', 'search', 'relatedPins'] as const;
export const HOMEFEED = 0;

/** A closeup or click is positive when it lasted longer than this (PinnerFormer §4.1). */
export const POSITIVE_SECONDS = 10;

/** The paper's rule: a save, or a closeup or click of more than 10 s; on the homefeed only. */
export function isPositive(type: number, surface: number, durationSeconds: number): boolean {
  if (surface !== HOMEFEED) return false;
  if (type === SAVE) return true;
  return (type === CLOSEUP || type === CLICK) && durationSeconds > POSITIVE_SECONDS;
}
