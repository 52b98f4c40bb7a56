import { isLeftOut } from './left-out.js';
import { type Clip, clipOf, clipped } from './page-clip.js';

/** A line may break after each of these. */
const PIECES = /[^\s-]+-*|-+/g;

/** Words of a page outside of its drawings as SVG, each line where it stands and cut where the page cuts it. */
export function drawnWords(root: HTMLElement, box: DOMRect): string {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const words: string[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || !(node instanceof Text) || parent.closest('svg, style')) continue;
    if (isLeftOut(parent) || !parent.checkVisibility()) continue;
    const style = getComputedStyle(parent);
    if (style.visibility === 'hidden') continue;
    const clip = clipOf(parent, root);
    const leads = parent.firstChild === node;
    for (const [line, { said: plain, at }] of linesOf(node).entries()) {
      const said = leads && line === 0 ? firstLetter(plain, parent) : plain;
      const text = document.createElementNS('http://www.w3.org/2000/svg', 'text');
      text.textContent = clip.ellipsis ? shownOf(said, at, clip) : said;
      text.setAttribute('x', String(at.x - box.x));
      text.setAttribute('y', String(at.y - box.y + Number.parseFloat(style.fontSize)));
      text.setAttribute('fill', style.color);
      text.setAttribute('font-family', style.fontFamily);
      text.setAttribute('font-size', style.fontSize);
      text.setAttribute('font-weight', style.fontWeight);
      const part = new XMLSerializer().serializeToString(text);
      const seen = clip.ellipsis ? { ...clip, right: Infinity } : clip;
      words.push(at.left < clip.right ? clipped(part, at, seen, box) : '');
    }
  }
  return words.join('');
}

/** What an element begins with, its first letter as the page's rules write it. */
export function firstLetter(said: string, element: Element): string {
  const { textTransform } = getComputedStyle(element, '::first-letter');
  return textTransform === 'uppercase' ? said.replace(/\S/, letter => letter.toUpperCase()) : said;
}

/** The lines that a text is broken into. */
function linesOf(node: Text): { said: string; at: DOMRect }[] {
  const range = document.createRange();
  const lines: { from: number; until: number; at: DOMRect }[] = [];
  for (const { 0: piece, index } of node.data.matchAll(PIECES)) {
    range.setStart(node, index);
    range.setEnd(node, index + piece.length);
    const at = range.getBoundingClientRect();
    if (at.width === 0) continue;
    const line = lines.at(-1);
    if (line && Math.abs(line.at.top - at.top) < at.height / 2) {
      line.until = index + piece.length;
      line.at = new DOMRect(line.at.x, line.at.y, at.right - line.at.x, line.at.height);
    } else lines.push({ from: index, until: index + piece.length, at });
  }
  return lines.map(({ from, until, at }) => ({
    said: node.data.slice(from, until).replace(/\s+/g, ' '),
    at,
  }));
}

/** What a cut line still shows of its words, about. */
function shownOf(said: string, { left, width }: DOMRect, { right }: Clip): string {
  const room = right - left;
  if (width <= room + 1) return said;
  return `${said.slice(0, Math.max(1, Math.floor((said.length * room) / width) - 2)).trimEnd()}…`;
}
