export interface Box {
  readonly width: number;
  readonly height: number;
}

/**
 * Where a card of a size stands beside a point so that nothing of it is cut off: right and below when
 * there is room, else left, above; at the edge when there is room on neither side.
 */
export function placeTooltip(
  point: { readonly x: number; readonly y: number },
  card: Box,
  within: Box,
  gap = 12,
): { readonly left: number; readonly top: number } {
  const along = (at: number, size: number, room: number): number => {
    if (at + gap + size <= room) return at + gap;
    if (at - gap - size >= 0) return at - gap - size;
    return Math.max(0, room - size);
  };
  return {
    left: along(point.x, card.width, within.width),
    top: along(point.y, card.height, within.height),
  };
}
