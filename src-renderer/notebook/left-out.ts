/** What means nothing in a file: controls that need the page or the engine, and how to use them. */
export const LEFT_OUT =
  'details:has(form, button, input), [data-asks], [data-howto], .controls > button, .editor, .acts, .both, [role="group"]:not([data-axis]), dialog, [hidden], input, select, label';

/** A button that shows something, as an entry of a legend does, and not words or an icon alone. */
export function isDrawn(button: Element): boolean {
  return [...button.children].some(({ localName }) => localName !== 'svg');
}

/** Whether an element stands in nothing that a picture shows; a name in a table is shown, pressed or not. */
export function isLeftOut(element: Element): boolean {
  const button = element.closest('button');
  const shown = button === null || isDrawn(button) || button.closest('td, th') !== null;
  return !shown || element.closest(LEFT_OUT) !== null;
}
