/**
 * Colour tokens as a canvas can draw with them. Tokens are `light-dark()` expressions, so the element's own
 * style has to resolve them; `onTheme` tells when they may have changed.
 */
export type Palette = (token: string) => string;

/** Colours in force at an element; each is resolved once. */
export function paletteOf(element: HTMLElement): Palette {
  const found = new Map<string, string>();
  const probe = document.createElement('span');
  probe.hidden = true;
  return token => {
    const known = found.get(token);
    if (known !== undefined) return known;
    element.append(probe);
    probe.style.color = `var(${token})`;
    const color = getComputedStyle(probe).color;
    probe.remove();
    found.set(token, color);
    return color;
  };
}

/** Red, green, blue of a CSS colour, 0 … 255. */
export function rgbOf(color: string): readonly [number, number, number] {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return [0, 0, 0];
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** A number that changes with theme, contrast and pixel density: what is drawn on canvas reads it. */
export class ThemeClock {
  turns = $state(0);

  constructor() {
    $effect(() => {
      const turn = () => {
        this.turns += 1;
      };
      const observer = new MutationObserver(turn);
      observer.observe(document.documentElement, {
        attributeFilter: ['data-theme', 'style', 'class'],
      });
      const queries = [
        '(prefers-color-scheme: dark)',
        '(prefers-contrast: more)',
        '(forced-colors: active)',
      ].map(query => matchMedia(query));
      for (const query of queries) query.addEventListener('change', turn);
      return () => {
        observer.disconnect();
        for (const query of queries) query.removeEventListener('change', turn);
      };
    });
  }
}
