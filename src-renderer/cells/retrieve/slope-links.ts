import { isHit, type MovedColumn } from './rank-moves.js';

export interface SlopeLink {
  readonly d: string;
  /** Dark for a hit. */
  readonly kind: 'hit' | 'same' | 'new' | 'gone';
  /** Where the dot of what came stands. */
  readonly dot?: { readonly x: number; readonly y: number };
  readonly pin: number;
}

/** Places in pixels: row r of a column stands `rowHeight` below the one before. */
export interface SlopePlace {
  readonly rowHeight: number;
  /** Of the strip between two columns. */
  readonly width: number;
}

/**
 * Lines across the strip between two neighbouring columns; same pins are joined, others marked at their
 * side. A pin whose other end lies beyond what is shown has no line.
 */
export function slopeLinks(
  left: MovedColumn,
  right: MovedColumn,
  { rowHeight, width }: SlopePlace,
): SlopeLink[] {
  const y = (row: number) => (row + 0.5) * rowHeight;
  const rows = new Map(right.pins.map(({ pin }, row) => [pin.pin, row]));
  const links: SlopeLink[] = [];
  left.pins.forEach(({ pin, gone }, row) => {
    const to = rows.get(pin.pin);
    const from = y(row);
    const half = width / 2;
    if (gone) links.push({ kind: 'gone', pin: pin.pin, d: `M1 ${from}h7M8 ${from - 3.5}v7` });
    else if (to !== undefined)
      links.push({
        kind: isHit(pin) ? 'hit' : 'same',
        pin: pin.pin,
        d: `M1 ${from}C${half} ${from} ${half} ${y(to)} ${width - 1} ${y(to)}`,
      });
  });
  right.pins.forEach(({ pin, move }, row) => {
    if (move.kind !== 'new') return;
    const x = width - 9;
    links.push({
      kind: 'new',
      pin: pin.pin,
      d: `M${x} ${y(row)}H${width - 1}`,
      dot: { x, y: y(row) },
    });
  });
  // Hits lie on top.
  return links.sort((a, b) => Number(a.kind === 'hit') - Number(b.kind === 'hit'));
}
