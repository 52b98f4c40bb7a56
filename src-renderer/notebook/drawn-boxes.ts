/** Sides of a box that have a line, in the order of the corners they start from. */
const SIDES = ['top', 'right', 'bottom', 'left'] as const;
/** Thinner boxes are not seen. */
const HAIR = 0.25;
const CLEAR = /^(transparent|rgba\(.*, 0\))$/;

/** An element's ground and lines as SVG, at (x, y); empty where it has neither. */
export function drawnBox(element: Element, x: number, y: number): string {
  const { width, height } = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  if (Math.min(width, height) < HAIR || style.visibility === 'hidden') return '';
  const parts: string[] = [];
  const round = Number.parseFloat(style.borderTopLeftRadius) || 0;
  if (!CLEAR.test(style.backgroundColor))
    parts.push(
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}" fill="${style.backgroundColor}"/>`,
    );
  const lines = SIDES.map(side => ({
    width: Number.parseFloat(style.getPropertyValue(`border-${side}-width`)) || 0,
    colour: style.getPropertyValue(`border-${side}-color`),
  })).map(line => (CLEAR.test(line.colour) ? { ...line, width: 0 } : line));
  const [top] = lines;
  if (top && top.width > 0 && lines.every(({ width }) => width === top.width)) {
    const half = top.width / 2;
    parts.push(
      `<rect x="${x + half}" y="${y + half}" width="${width - top.width}" height="${height - top.width}" rx="${round}" fill="none" stroke="${top.colour}" stroke-width="${top.width}"/>`,
    );
    return parts.join('');
  }
  const corners = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ] as const;
  lines.forEach((line, i) => {
    if (line.width === 0) return;
    const [from, to] = [corners[i]!, corners[(i + 1) % 4]!];
    parts.push(
      `<path d="M${from.join(' ')}L${to.join(' ')}" stroke="${line.colour}" stroke-width="${line.width}"/>`,
    );
  });
  return parts.join('');
}
