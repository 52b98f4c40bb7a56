import { PAPER_CADENCES, type PaperCadence } from '../charts/cadences.js';

/** What a key does while the timeline or the attention on its axis has the focus. */
export type AxisCommand =
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'pan'; readonly share: number }
  | { readonly kind: 'step'; readonly by: 'action' | 'session' | 'positive'; readonly to: 1 | -1 }
  | { readonly kind: 'cutOff'; readonly cadence: PaperCadence }
  | { readonly kind: 'user'; readonly to: 1 | -1 }
  | { readonly kind: 'compare' }
  | { readonly kind: 'fit' }
  | { readonly kind: 'end'; readonly to: 1 | -1 };

interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Null for a key that means nothing here and belongs to the notebook. */
export function axisCommand({
  key,
  shiftKey,
  ctrlKey,
  metaKey,
  altKey,
}: Pressed): AxisCommand | null {
  if (ctrlKey || metaKey || altKey) return null;
  const step = (by: 'action' | 'session' | 'positive', to: 1 | -1): AxisCommand => ({
    kind: 'step',
    by,
    to,
  });
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case 'w':
      return { kind: 'zoom', factor: 0.7 };
    case 's':
      return { kind: 'zoom', factor: 1 / 0.7 };
    case 'a':
      return { kind: 'pan', share: -0.2 };
    case 'd':
      return { kind: 'pan', share: 0.2 };
    case ',':
      return step('action', -1);
    case '.':
      return step('action', 1);
    // Shift turns , and . into these on most layouts.
    case '<':
    case ';':
      return step('session', -1);
    case '>':
    case ':':
      return step('session', 1);
    case 'ArrowLeft':
      return step(shiftKey ? 'session' : 'action', -1);
    case 'ArrowRight':
      return step(shiftKey ? 'session' : 'action', 1);
    case 'n':
      return step('positive', shiftKey ? -1 : 1);
    case 'f':
      return { kind: 'fit' };
    case 'm':
      return { kind: 'compare' };
    case 'Home':
      return { kind: 'end', to: -1 };
    case 'End':
      return { kind: 'end', to: 1 };
    case '1':
    case '2':
    case '3':
      return { kind: 'cutOff', cadence: PAPER_CADENCES[Number(key) - 1]! };
    case '[':
      return { kind: 'user', to: -1 };
    case ']':
      return { kind: 'user', to: 1 };
    default:
      return null;
  }
}
