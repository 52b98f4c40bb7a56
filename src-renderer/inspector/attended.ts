import type { AttentionView, UserTimeline } from '../../src-main/contract/moment.js';
import { newestWeights } from '../follow/newest-weights.js';

export interface AttendedPin {
  readonly pin: number;
  /** The newest of the actions on it. */
  readonly action: number;
  /** Attention that all actions on the pin get together, mean over layers and heads, 0 to 1. */
  readonly weight: number;
  readonly actions: number;
}

/**
 * The pins that the newest action attends to most, mean over all layers and heads, whose weights sum to 1.
 * Actions on one pin count together; the newest action itself is left out.
 */
export function attendedPins(
  view: AttentionView,
  timeline: Pick<UserTimeline, 'pin'>,
  most: number,
): AttendedPin[] {
  const weights = newestWeights(view, null, null);
  const byPin = new Map<number, AttendedPin>();
  for (let i = 0; i < view.sequence.length - 1; i++) {
    const action = view.sequence[i]!;
    const pin = timeline.pin[action] ?? -1;
    const known = byPin.get(pin);
    byPin.set(pin, {
      pin,
      action,
      weight: (known?.weight ?? 0) + weights[i]!,
      actions: (known?.actions ?? 0) + 1,
    });
  }
  return [...byPin.values()]
    .sort((a, b) => b.weight - a.weight || b.action - a.action)
    .slice(0, most);
}
