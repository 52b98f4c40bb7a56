import type { Attachment } from 'svelte/attachments';

/** How far outside of the window a body is built ahead. */
const MARGIN = '900px 0px';

/** Calls once when the element comes near the window; at once where the browser cannot tell. */
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
      { rootMargin: MARGIN },
    );
    observer.observe(element);
    return () => observer.disconnect();
  };
}
