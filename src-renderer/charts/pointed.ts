/** What is read of the event of a mouse. */
export type Pointed = Pick<MouseEvent, 'clientX' | 'clientY'> & { readonly currentTarget: unknown };

/** What is read of the event of a pointer. */
export type PointerTold = Pointed &
  Pick<PointerEvent, 'button' | 'buttons' | 'pointerId' | 'pointerType'>;

/** What is read of the event of a wheel. */
export type WheelTold = Pointed &
  Pick<WheelEvent, 'deltaX' | 'deltaY' | 'shiftKey' | 'ctrlKey' | 'preventDefault'>;

/** The element whose listener is told: events of a pointer come to nothing else. */
export function elementOf({ currentTarget }: Pointed): Element {
  return currentTarget as Element;
}

/** Where it is in pixels of that element. */
export function pixelOfEvent(event: Pointed): [x: number, y: number] {
  const box = elementOf(event).getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}
