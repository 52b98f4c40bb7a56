/** How far above and below the window bodies are built while the page rests. */
const AHEAD_PIXELS = 5000;
/** Less is left between two frames of something that moves; a page at rest gives up to 50. */
const REST_MS = 20;
const AGAIN_MS = 250;

interface Waiting {
  readonly element: Element;
  readonly build: () => void;
}

const waiting = new Set<Waiting>();
let asked = false;

/**
 * Builds an element while the page rests, so that a later scroll finds it built: the nearest first, one at a
 * time, none that is far away. The answer takes it off the list, and looks for what is near by now.
 */
export function buildAhead(element: Element, build: () => void): () => void {
  const own = { element, build };
  waiting.add(own);
  ask();
  return () => {
    waiting.delete(own);
    ask();
  };
}

function ask(): void {
  if (asked || waiting.size === 0 || typeof requestIdleCallback === 'undefined') return;
  asked = true;
  requestIdleCallback(deadline => {
    asked = false;
    if (deadline.timeRemaining() >= REST_MS) nearest()?.build();
    else setTimeout(ask, AGAIN_MS);
  });
}

function nearest(): Waiting | undefined {
  let found: Waiting | undefined;
  let least = AHEAD_PIXELS;
  for (const each of waiting) {
    const { top, bottom } = each.element.getBoundingClientRect();
    const away = Math.max(top - innerHeight, -bottom);
    if (away < least) [found, least] = [each, away];
  }
  return found;
}
