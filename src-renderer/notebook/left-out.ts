/** What means nothing in a file: controls that need the page or the engine, and how to use them. */
export const LEFT_OUT =
  'details:has(form, button, input), [data-asks], [data-howto], .controls > button, .editor, .acts, .both, [role="group"], dialog, [hidden], input, select, label';

/** A button that shows something, as an entry of a legend does, and not words or an icon alone. */
export function isDrawn(button: Element): boolean {
  return [...button.children].some(({ localName }) => localName !== 'svg');
}
