import type { Session } from 'electron';
import { isOurPage } from './page-scheme.js';

/** The one right the page needs: a cell's output is copied as Markdown. It cannot read the clipboard. */
const GRANTED = 'clipboard-sanitized-write';

/** Refuses every permission that a page can ask for but writing to the clipboard, and that to others' pages. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(permission === GRANTED && isOurPage(requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === GRANTED && isOurPage(origin),
  );
}
