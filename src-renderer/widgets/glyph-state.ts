/** What a state glyph can show: a cell's states, and two that only jobs have. */
export type GlyphState =
  | 'empty'
  | 'fresh'
  | 'running'
  | 'queued'
  | 'stale'
  | 'failed'
  | 'cancelled'
  | 'paused'
  | 'interrupted';

/** A wedge from twelve o'clock over `share` of a circle, for the running ring; at least a sliver. */
export function wedge(share: number, radius = 3.5, centre = 7): string {
  const part = Math.max(0.02, Math.min(1, share));
  if (part >= 0.999) {
    return `M${centre} ${centre - radius}a${radius} ${radius} 0 1 1-.01 0Z`;
  }
  const angle = part * 2 * Math.PI;
  const x = centre + radius * Math.sin(angle);
  const y = centre - radius * Math.cos(angle);
  return `M${centre} ${centre}V${centre - radius}A${radius} ${radius} 0 ${part > 0.5 ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}Z`;
}
