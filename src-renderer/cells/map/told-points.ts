import type { MapOutput } from '../../../src-main/contract/outputs.js';
import { type ToldMark, writtenMarks } from '../../charts/told-places.js';
import type { PinCards } from '../../state/pin-cards.js';
import { count } from '../../widgets/format.js';
import { type MapView, toPixel } from './map-view.js';
import { HIDDEN } from './point-layer.js';

/** Pixels around a point at which a pointer still means it. */
const REACH = 6;
/** Points closer than this to one that is told cannot be pointed at alone. */
const APART = 3;

/** What a file tells of the points in sight. */
export function toldPoints(
  map: MapOutput,
  cards: PinCards | null,
  view: MapView,
  shades: Uint8Array,
): string {
  const taken = new Set<number>();
  const told: ToldMark[] = [];
  for (let row = 0; row < shades.length; row++) {
    if (shades[row] === HIDDEN) continue;
    const [x, y] = toPixel(view, [map.points[2 * row]!, map.points[2 * row + 1]!]);
    if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
    const cell = Math.floor(y / APART) * 10_000 + Math.floor(x / APART);
    if (taken.has(cell)) continue;
    taken.add(cell);
    const says = [
      nameOf(row),
      map.interests[map.interest[row] ?? -1] ?? '',
      `${count(map.actions[row] ?? 0)} actions`,
    ];
    told.push({ x, y, halfWidth: REACH, halfHeight: REACH, says });
  }
  return writtenMarks(told);

  function nameOf(row: number): string {
    if (row >= map.pins) return map.users[row - map.pins] ?? '';
    const card = cards?.card(map.pin[row]!);
    return card ? card.title || card.id : `pin in row ${map.pin[row]}`;
  }
}
