const KNOWN: Readonly<Record<string, string>> = {
  save: 'var(--save)',
  repin: 'var(--save)',
  click: 'var(--click)',
  closeup: 'var(--closeup)',
  reaction: 'var(--reaction)',
  comment: 'var(--comment)',
  hide: 'var(--hide)',
};

/** The fixed colour of a known action type; ink for types of other data. */
export function actionColour(type: string): string {
  return KNOWN[type.toLowerCase().replace(/[^a-z]/g, '')] ?? 'var(--ink-3)';
}
