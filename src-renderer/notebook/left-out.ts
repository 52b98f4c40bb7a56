/** What means nothing in a file: controls that need the page or the engine, and how to use them. */
export const LEFT_OUT =
  'details:has(form, button, input), [data-asks], [data-howto], .controls > button, .editor, .acts, .both, [role="group"]:not([data-axis]), dialog, [hidden], input, select, label';

/** A button that shows something, as an entry of a legend does, and not words or an icon alone. */
export function isDrawn(button: Element): boolean {
  return [...button.children].some(({ localName }) => localName !== 'svg');
}

/** A button that names what it chooses: in a table, or one of several of which one is pressed. */
export function isName(button: Element): boolean {
  if (button.textContent?.trim() === '') return false;
  return button.closest('td, th') !== null || button.hasAttribute('aria-pressed');
}

/** A button that only does something, which a file cannot. */
export function isAct(button: Element): boolean {
  return !isDrawn(button) && !isName(button);
}

/** Whether an element stands in nothing that a picture shows; a name is shown, pressed or not. */
export function isLeftOut(element: Element): boolean {
  const button = element.closest('button');
  return (button !== null && isAct(button)) || element.closest(LEFT_OUT) !== null;
}
