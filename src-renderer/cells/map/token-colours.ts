/** Red, green, blue from 0 to 1. */
export type Rgb = readonly [number, number, number];

/** Colours of design tokens in the theme that is in force. */
export function tokenColours(element: Element, tokens: readonly string[]): Rgb[] {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const style = getComputedStyle(element);
  return tokens.map(token => {
    if (context === null) return [0.5, 0.5, 0.5];
    context.clearRect(0, 0, 1, 1);
    // A custom property keeps its light-dark(); only a real one is computed for the theme.
    context.fillStyle = computed(element, token) || style.color;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return [red / 255, green / 255, blue / 255];
  });
}

function computed(parent: Element, token: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${token})`;
  parent.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Calls back when the page or the system changes between light and dark; returns what ends it. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', changed);
  };
}
