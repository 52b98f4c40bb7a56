/**
 * What a part of the page shows, as one SVG that stands alone: drawings with their computed styles
 * written out, canvases as images, a margin around. `linesOnly` takes drawings, boxes and text where they
 * stand, so that the file opens in a drawing program; else the whole HTML goes in as a foreign object.
 */
import { drawnBox } from './drawn-boxes.js';
import { drawnWords, firstLetter } from './drawn-words.js';
import { isAct, isLeftOut, LEFT_OUT } from './left-out.js';
import { clipOf, clipped } from './page-clip.js';

export interface Picture {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** Properties that make a drawing look as it does; all others are the browser's own. */
const DRAWN = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'font-variant-numeric',
  'letter-spacing',
  'text-anchor',
  'dominant-baseline',
  'paint-order',
  'visibility',
  'display',
];

const MARGIN = 16;

/** Null when only lines are wanted and there is no drawing. */
export function pictureSvg(root: HTMLElement, linesOnly: boolean): Picture | null {
  const box = root.getBoundingClientRect();
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  const inside = linesOnly ? drawings(root, box) : whole(root, box);
  if (inside === null) return null;
  const [width, height] = [Math.ceil(box.width) + 2 * MARGIN, Math.ceil(box.height) + 2 * MARGIN];
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="${ground}"/><g transform="translate(${MARGIN} ${MARGIN})">${inside}</g></svg>`;
  return { text, width, height };
}

/** The picture in dots, two to a pixel of the page. */
export async function rasterise({ text, width, height }: Picture, scale = 2): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * scale;
  canvas.height = height * scale;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('The picture is too large.')))),
  );
}

function drawings(root: HTMLElement, box: DOMRect): string | null {
  const parts: string[] = [];
  let drawn = false;
  for (const element of root.querySelectorAll('*')) {
    if (element.parentElement?.closest('svg') || isLeftOut(element)) continue;
    const at = element.getBoundingClientRect();
    if (at.width === 0 || !element.checkVisibility()) continue;
    const [x, y] = [at.x - box.x, at.y - box.y];
    const place = `x="${x}" y="${y}" width="${at.width}" height="${at.height}"`;
    const seen = (part: string) => clipped(part, at, clipOf(element.parentElement, root), box);
    if (element instanceof HTMLElement) parts.push(seen(drawnBox(element, x, y)));
    const large = Math.max(at.width, at.height) > 60;
    if (element instanceof HTMLCanvasElement) {
      drawn ||= large;
      const { imageRendering } = getComputedStyle(element);
      parts.push(
        seen(
          `<image ${place} preserveAspectRatio="none" style="image-rendering:${imageRendering}" href="${element.toDataURL()}"/>`,
        ),
      );
    }
    if (!(element instanceof SVGSVGElement)) continue;
    drawn ||= large;
    const copy = withStyles(element, DRAWN);
    copy.setAttribute('x', String(x));
    copy.setAttribute('y', String(y));
    copy.setAttribute('width', String(at.width));
    copy.setAttribute('height', String(at.height));
    copy.setAttribute('overflow', 'visible');
    parts.push(seen(new XMLSerializer().serializeToString(copy)));
  }
  return drawn ? parts.join('') + drawnWords(root, box) : null;
}

function whole(root: HTMLElement, { width, height }: DOMRect): string {
  const copy = withStyles(root, null);
  const copies = [...copy.querySelectorAll('*')];
  for (const [place, original] of [...root.querySelectorAll('*')].entries())
    if (original.matches(LEFT_OUT) || (original.localName === 'button' && isAct(original)))
      copies[place]?.remove();
  copy.style.margin = '0';
  const inside = new XMLSerializer().serializeToString(copy);
  return `<foreignObject x="0" y="0" width="${width}" height="${height}">${inside}</foreignObject>`;
}

/** A deep copy whose every element carries what the page's rules give it; null takes all properties. */
export function withStyles<Root extends Element>(
  root: Root,
  properties: readonly string[] | null,
): Root {
  // A clone of an element is an element of its kind.
  const copy = root.cloneNode(true) as Root;
  const originals = [root, ...root.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  for (const [place, original] of originals.entries()) {
    const target = copies[place];
    if (!target) continue;
    const { firstChild } = target;
    if (firstChild instanceof Text) firstChild.data = firstLetter(firstChild.data, original);
    const style = getComputedStyle(original);
    const names = properties ?? [...style];
    const written = names
      .map(name => `${name}:${style.getPropertyValue(name)}`)
      .join(';')
      // A picture does not scroll.
      .replace(/(overflow(-[xy])?):(auto|scroll)/g, '$1:hidden');
    // Through the object model: the page's policy forbids style attributes, in copies too.
    if (target instanceof HTMLElement || target instanceof SVGElement) {
      target.style.cssText = written;
    }
    target.removeAttribute('class');
    // What an attribute says by a variable of the page, the style has said by its value.
    for (const { name, value } of [...target.attributes])
      if (name !== 'style' && value.includes('var(')) target.removeAttribute(name);
    if (original instanceof HTMLCanvasElement) {
      const image = document.createElement('img');
      image.style.cssText = written;
      image.setAttribute('src', original.toDataURL());
      target.replaceWith(image);
    }
  }
  return copy;
}
