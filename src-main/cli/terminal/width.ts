import { stripVTControlCharacters } from 'node:util';

/** Ranges of code points that terminals draw two columns wide (East Asian Wide and emoji). */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];

/** Columns that `text` takes in a terminal; colours count nothing, combining marks neither. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) {
    if (/\p{Mark}|\p{Format}/u.test(character)) continue;
    const code = character.codePointAt(0) ?? 0;
    width += WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
  }
  return width;
}

/** `text` on one line of at most `columns`, cut with an ellipsis; control characters become spaces. */
export function fitTo(text: string, columns: number): string {
  const line = stripVTControlCharacters(text).replace(/\p{Control}+/gu, ' ');
  if (displayWidth(line) <= columns) return line;
  let kept = '';
  for (const character of line) {
    if (displayWidth(kept + character) > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
