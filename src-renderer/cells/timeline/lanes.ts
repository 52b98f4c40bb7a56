import type { UserTimeline } from '../../../src-main/contract/moment.js';

/** One row of marks; actions are put into lanes by where they happened, or by what they were. */
export interface Lane {
  readonly name: string;
  readonly actions: number;
}

export interface Lanes {
  readonly by: 'surface' | 'type' | 'none';
  readonly lanes: readonly Lane[];
  /** Lane of an action. */
  readonly laneOf: (action: number) => number;
}

type Columns = Pick<UserTimeline, 'surface' | 'type' | 'surfaces' | 'types' | 'has'>;

/**
 * Lanes by surface when the user's actions have more than one, else by type, else a single one. Only
 * lanes with actions, in the order of the data set's own vocabulary.
 */
export function lanesOf(timeline: Columns): Lanes {
  const { has, surface, type, surfaces, types } = timeline;
  const bySurface = has.surface ? laned('surface', surface, surfaces) : null;
  if (bySurface && bySurface.lanes.length > 1) return bySurface;
  const byType = has.type ? laned('type', type, types) : null;
  if (byType && byType.lanes.length > 1) return byType;
  const name = bySurface?.lanes[0]?.name ?? byType?.lanes[0]?.name ?? 'Actions';
  return { by: 'none', lanes: [{ name, actions: type.length }], laneOf: () => 0 };
}

function laned(by: 'surface' | 'type', codes: Uint8Array, names: readonly string[]): Lanes {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const used = [...counts.keys()].sort((a, b) => a - b);
  const place = new Map(used.map((code, lane) => [code, lane]));
  return {
    by,
    lanes: used.map(code => ({ name: names[code] || 'unknown', actions: counts.get(code) ?? 0 })),
    laneOf: action => place.get(codes[action] ?? 0) ?? 0,
  };
}
