import type { AppState } from '../app/app-state.svelte.js';
import { save } from './export-output.js';
import type { Workbench } from './workbench.svelte.js';

/** What is not read on paper: buttons, menus, editors. */
const CONTROLS = 'button, .bar, .handle, .editor, .acts, .both, [role="group"], dialog, [hidden]';
const BUILD_MS = 20_000;

/** The notebook as one HTML file that needs nothing else: prose, outputs as they look now, provenance. */
export async function exportNotebookHtml(bench: Workbench, app: AppState): Promise<void> {
  const sheet = document.querySelector<HTMLElement>('[data-sheet]');
  if (!sheet) return;
  app.toasts.show('Every cell is drawn for the export; this can take a moment.');
  bench.showAll = true;
  await settled(sheet);
  const title = bench.notebook.name;
  const page = `<!doctype html>
<html lang="en"${document.documentElement.dataset.theme === undefined ? '' : ` data-theme="${document.documentElement.dataset.theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(title)}</title>
<style>
${rules()}
html, body, #sheet { height: auto; overflow: visible; }
#sheet { margin: 0 auto; padding: 32px 24px 64px; max-width: 1560px; container: document / inline-size; }
</style>
</head>
<body><main id="sheet">${readable(sheet)}</main></body>
</html>
`;
  save(`${title}.html`, new Blob([page], { type: 'text/html' }));
}

/** Waits until the page has not changed for a while: every body is drawn by then. */
function settled(root: HTMLElement): Promise<void> {
  const QUIET_MS = 700;
  return new Promise(resolve => {
    const end = () => {
      observer.disconnect();
      clearTimeout(quiet);
      clearTimeout(limit);
      resolve();
    };
    let quiet = setTimeout(end, QUIET_MS);
    const limit = setTimeout(end, BUILD_MS);
    const observer = new MutationObserver(() => {
      clearTimeout(quiet);
      quiet = setTimeout(end, QUIET_MS);
    });
    observer.observe(root, { subtree: true, childList: true, attributes: true });
  });
}

function readable(sheet: HTMLElement): string {
  const copy = sheet.cloneNode(true);
  if (!(copy instanceof HTMLElement)) return '';
  const canvases = sheet.querySelectorAll('canvas');
  for (const [place, canvas] of [...copy.querySelectorAll('canvas')].entries()) {
    const original = canvases[place];
    const image = document.createElement('img');
    image.src = original?.toDataURL() ?? '';
    image.alt = canvas.getAttribute('aria-label') ?? '';
    image.className = canvas.className;
    image.width = original?.clientWidth ?? 0;
    image.height = original?.clientHeight ?? 0;
    canvas.replaceWith(image);
  }
  for (const element of copy.querySelectorAll(CONTROLS)) element.remove();
  for (const element of copy.querySelectorAll('[tabindex]')) element.removeAttribute('tabindex');
  return copy.innerHTML;
}

/** All rules of the page's own sheets. */
function rules(): string {
  return [...document.styleSheets]
    .flatMap(sheet => {
      try {
        return [...sheet.cssRules].map(rule => rule.cssText);
      } catch {
        // A sheet from elsewhere may not be read; the app has none.
        return [];
      }
    })
    .join('\n')
    .replaceAll('</style', '<\\/style');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
