import type { Attachment } from 'svelte/attachments';
import { buildAhead } from './build-ahead.js';

/** How far outside of what is seen of the document a body is built at once. */
const MARGIN = '900px 0px';

/**
 * Calls once when the element comes near what is seen, earlier where the page has nothing else to do; at once
 * where the browser cannot tell.
 */
export function whenSeen(seen: () => void): Attachment {
  return element => {
    if (typeof IntersectionObserver === 'undefined') {
      seen();
      return;
    }
    const stop = () => {
      observer.disconnect();
      leave();
    };
    const build = () => {
      stop();
      seen();
    };
    const observer = new IntersectionObserver(
      entries => {
        if (entries.some(entry => entry.isIntersecting)) build();
      },
      // A margin is the root's own: around the window, it would be cut off where the document scrolls.
      { root: element.closest('main'), rootMargin: MARGIN },
    );
    observer.observe(element);
    const leave = buildAhead(element, build);
    return stop;
  };
}
