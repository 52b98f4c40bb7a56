import type { Attachment } from 'svelte/attachments';

/** How far outside of what is seen of the document a body is built ahead. */
const MARGIN = '900px 0px';

/** Calls once when the element comes near what is seen; at once where the browser cannot tell. */
export function whenSeen(seen: () => void): Attachment {
  return element => {
    if (typeof IntersectionObserver === 'undefined') {
      seen();
      return;
    }
    const observer = new IntersectionObserver(
      entries => {
        if (!entries.some(entry => entry.isIntersecting)) return;
        observer.disconnect();
        seen();
      },
      // A margin is the root's own: around the window, it would be cut off where the document scrolls.
      { root: element.closest('main'), rootMargin: MARGIN },
    );
    observer.observe(element);
    return () => observer.disconnect();
  };
}
