/** The parts of the window that F6 goes through, in the order in which they are read; `data-pane` in the shell. */
const PANES = ['top', 'rail', 'document', 'panel', 'jobs'] as const;
type Pane = (typeof PANES)[number];
const TABBABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"], [contenteditable="true"]';

/** Where each part had the focus when it was left by key. */
const left = new Map<Pane, HTMLElement>();

/**
 * Brings the focus to the next part of the window, or the one before: to where it was there last, else to
 * the chosen cell, else to the first thing that can have it, else to the part itself, to be read.
 */
export function focusPane(by: 1 | -1): void {
  const now = document.activeElement;
  const from = PANES.findIndex(pane => now?.closest(selectorOf(pane)));
  if (from >= 0 && now instanceof HTMLElement) left.set(PANES[from]!, now);
  for (let step = 1; step <= PANES.length; step++) {
    const start = from < 0 ? (by > 0 ? -1 : 0) : from;
    const pane = PANES[(start + by * step + 2 * PANES.length) % PANES.length]!;
    const target = targetOf(pane);
    if (!target) continue;
    target.focus();
    if (document.activeElement === target) return;
  }
}

const selectorOf = (pane: Pane) => `[data-pane=${pane}]`;

function targetOf(pane: Pane): HTMLElement | undefined {
  const before = left.get(pane);
  if (before?.isConnected && isSeen(before)) return before;
  const root = document.querySelector<HTMLElement>(selectorOf(pane));
  const chosen = root?.querySelector<HTMLElement>('section[data-cell].active');
  const first = [...(root?.querySelectorAll<HTMLElement>(TABBABLE) ?? [])].find(isSeen);
  return chosen ?? first ?? root ?? undefined;
}

const isSeen = (element: HTMLElement) => element.getClientRects().length > 0;
