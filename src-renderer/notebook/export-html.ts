import type { AppState } from '../app/app-state.svelte.js';
import { written } from '../charts/written.svelte.js';
import { save, tablesOf } from './export-output.js';
import { isAct, isDrawn, LEFT_OUT } from './left-out.js';
import { livePage } from './live-page.js';
import { livePlaces } from './live-places.js';
import { escapeHtml, tableHtml } from './table-html.js';
import type { Workbench } from './workbench.svelte.js';

const BUILD_MS = 20_000;
type Scheme = 'light' | 'dark';

/** Both pictures of a canvas stand in the file; the reader's theme shows one. */
const STYLE = `html, body, #sheet { height: auto; overflow: visible; }
#sheet { margin: 0 auto; container: document / inline-size; }
:root[data-theme='dark'] .in-light, :root[data-theme='light'] .in-dark { display: none !important; }
@media (prefers-color-scheme: dark) { :root:not([data-theme]) .in-light { display: none !important; } }
@media not all and (prefers-color-scheme: dark) { :root:not([data-theme]) .in-dark { display: none !important; } }
[data-turn-theme] { position: fixed; top: 12px; right: 16px; z-index: 9; padding: 3px 10px; border: 1px solid var(--line-2); border-radius: 5px; background: var(--raised); color: var(--ink-1); font: inherit; cursor: pointer; }
[data-fold] { cursor: pointer; }
[data-folded] > :not(header, .handle) { display: none; }
[data-rows] { margin-top: 10px; padding-left: var(--gutter, 0); font-size: var(--t-small); }
[data-cell] > [data-rows] { padding-left: 0; }
[data-rows] summary { min-height: 24px; color: var(--ink-2); line-height: 24px; cursor: pointer; }
[data-rows] summary span { color: var(--ink-3); }
[data-rows] > div { max-height: 480px; overflow: auto; }
[data-rows] table { border-collapse: collapse; }
[data-rows] th, [data-rows] td { padding: 3px 16px 3px 0; border-bottom: 1px solid var(--line); text-align: left; font-weight: 400; white-space: nowrap; }
[data-rows] .number { text-align: right; }
[data-rows] th button { padding: 0; border: 0; background: none; color: var(--ink-3); font: inherit; cursor: pointer; }
[data-rows] [aria-sort] button { color: var(--ink-1); font-weight: 600; }
[data-card] { position: fixed; z-index: 10; max-width: 280px; padding: 8px 10px; border-radius: var(--radius-3); background: var(--raised); box-shadow: var(--pop); color: var(--ink-1); font: var(--t-small) / 1.4 var(--font-ui); white-space: pre-line; pointer-events: none; }
svg:has([data-says]) ~ * { pointer-events: none; }
[data-card]:empty { display: none; }
[data-told] { stroke: var(--ink-2); stroke-width: 1; fill: var(--shade); }
[data-places] { position: absolute; inset: 0; z-index: 1; cursor: default; }
[data-places] i { position: absolute; }
[data-places] i[data-here] { outline: 1.5px solid var(--ink-1); }
:is(svg, [data-places])[tabindex]:focus-visible { outline: 2px solid var(--ink-1); outline-offset: 2px; }
@media print { [data-turn-theme] { display: none; } }`;

/**
 * The notebook as one HTML file that needs nothing else: prose, outputs as they look now, the tables behind
 * them, provenance. It follows its reader's theme, folds its cells and sorts its tables.
 */
export async function exportNotebookHtml(bench: Workbench, app: AppState): Promise<void> {
  const sheet = document.querySelector<HTMLElement>('[data-sheet]');
  if (!sheet) return;
  app.toasts.show('Every cell is drawn for the export; this can take a moment.');
  const root = document.documentElement;
  const theme = root.dataset.theme;
  bench.showAll = true;
  written.now = true;
  written.finely = true;
  try {
    await settled(sheet);
    const dark = await pictures(sheet, 'dark');
    const light = await pictures(sheet, 'light');
    const tables = new Map<string, string>();
    for (const cell of bench.notebook.list) {
      const own = await tablesOf(bench, cell);
      tables.set(
        cell.id,
        own
          .filter(table => table.columns.length > 0)
          .map(tableHtml)
          .join(''),
      );
    }
    const title = bench.notebook.name;
    const body = readable(sheet, light, dark, tables);
    save(
      `${title}.html`,
      new Blob([pageOf(title, body, await rules(), sheet)], { type: 'text/html' }),
    );
  } finally {
    bench.showAll = false;
    written.now = false;
    written.finely = false;
    if (theme === undefined) delete root.dataset.theme;
    else root.dataset.theme = theme;
  }
}

function pageOf(title: string, body: string, css: string, sheet: HTMLElement): string {
  const { padding } = getComputedStyle(sheet);
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(12)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'nonce-${nonce}'">
<title>${escapeHtml(title)}</title>
<style>
${css}
${STYLE}
#sheet { box-sizing: border-box; width: ${sheet.clientWidth}px; padding: ${padding}; }
</style>
</head>
<body><button type="button" data-turn-theme>Light or dark</button><main id="sheet">${body}</main>
<script nonce="${nonce}">(${inlined(livePage)})(${inlined(livePlaces)});</script></body>
</html>
`;
}

function inlined(code: { toString(): string }): string {
  return code.toString().replaceAll('</', '<\\/');
}

/** What every canvas shows in a theme, in the order of the page. */
async function pictures(sheet: HTMLElement, scheme: Scheme): Promise<readonly string[]> {
  document.documentElement.dataset.theme = scheme;
  await settled(sheet);
  return [...sheet.querySelectorAll('canvas')].map(canvas => canvas.toDataURL());
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

function readable(
  sheet: HTMLElement,
  light: readonly string[],
  dark: readonly string[],
  tables: ReadonlyMap<string, string>,
): string {
  const copy = sheet.cloneNode(true);
  if (!(copy instanceof HTMLElement)) return '';
  const originals = sheet.querySelectorAll('canvas');
  for (const [place, canvas] of [...copy.querySelectorAll('canvas')].entries()) {
    const original = originals[place];
    const image = (source: string | undefined, scheme: Scheme) => {
      const made = document.createElement('img');
      made.src = source ?? '';
      made.alt = canvas.getAttribute('aria-label') ?? '';
      made.className = `${canvas.className} in-${scheme}`;
      made.width = original?.clientWidth ?? 0;
      made.height = original?.clientHeight ?? 0;
      if (original) made.style.cssText = placeOf(original, ['image-rendering']);
      return made;
    };
    canvas.replaceWith(image(light[place], 'light'), image(dark[place], 'dark'));
  }
  const pressed = sheet.querySelectorAll('button');
  for (const [place, button] of [...copy.querySelectorAll('button')].entries()) {
    const original = pressed[place];
    if (original && getComputedStyle(original).position === 'absolute')
      button.style.cssText = placeOf(original, ['font', 'line-height', 'text-align']);
  }
  for (const element of copy.querySelectorAll(LEFT_OUT)) element.remove();
  for (const button of copy.querySelectorAll('button')) {
    if (button.matches('header > .kind')) {
      button.dataset.fold = '';
      continue;
    }
    // Names that could be pressed are still names, and what a button shows is still shown.
    const words = document.createElement('span');
    words.style.cssText = button.style.cssText;
    if (isDrawn(button)) {
      words.className = button.className;
      words.title = button.title;
      words.append(...button.childNodes);
      button.replaceWith(words);
      continue;
    }
    const body = button.closest('[data-body]') !== null;
    const shown = body ? !isAct(button) : button.closest('header') !== null;
    words.textContent = shown ? (button.textContent ?? '') : '';
    if (button.querySelector('svg')) button.remove();
    else button.replaceWith(words);
  }
  for (const element of copy.querySelectorAll('[tabindex]')) element.removeAttribute('tabindex');
  for (const titled of copy.querySelectorAll<HTMLElement>('[data-body] [title]')) {
    titled.dataset.says = titled.title;
    titled.removeAttribute('title');
  }
  // Arrow keys go through the marks of a figure that has the focus.
  for (const figure of copy.querySelectorAll('svg:has([data-says])'))
    figure.setAttribute('tabindex', '0');
  for (const places of copy.querySelectorAll('[data-places]')) {
    places.setAttribute('tabindex', '0');
    places.setAttribute('role', 'group');
    places.setAttribute('aria-label', 'What is drawn; arrow keys tell one after another');
  }
  // A map can no longer be moved.
  for (const map of copy.querySelectorAll('[role=application]')) {
    map.setAttribute('role', 'group');
    map.setAttribute(
      'aria-label',
      (map.getAttribute('aria-label') ?? '').replace(/ Arrow keys.*/, ''),
    );
  }
  for (const cell of copy.querySelectorAll<HTMLElement>('[data-cell]'))
    cell.insertAdjacentHTML('beforeend', tables.get(cell.dataset.cell ?? '') ?? '');
  return copy.innerHTML;
}

/** Where an element stands, and more, as declarations: what takes its place is met by other rules. */
function placeOf(element: Element, more: readonly string[]): string {
  const style = getComputedStyle(element);
  return ['position', 'display', 'top', 'left', 'width', 'height', ...more]
    .map(name => `${name}:${style.getPropertyValue(name)}`)
    .join(';');
}

/**
 * The text of the page's own sheets. Their files are read: written out from their rules, Chromium loses a
 * font shorthand that holds a variable.
 */
async function rules(): Promise<string> {
  const texts = await Promise.all(
    [...document.styleSheets].map(async ({ href, ownerNode }) =>
      href === null ? (ownerNode?.textContent ?? '') : (await fetch(href)).text(),
    ),
  );
  return texts.join('\n').replaceAll('</style', '<\\/style');
}
