/** What the palette finds, and in which order: pure, over names that are known. */
import type { CellView } from '../../src-main/contract/notebook.js';

export interface PaletteItem {
  readonly id: string;
  readonly group:
    | 'Commands'
    | 'Cells'
    | 'Insert'
    | 'Templates'
    | 'Notebooks'
    | 'Users'
    | 'Runs'
    | 'Data sets';
  readonly text: string;
  /** In grey after the text. */
  readonly detail?: string | undefined;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

/** What a cell is found by: its kind and name, of prose its first heading; null for prose without one. */
export function calledInPalette({
  kind,
  name,
  source,
  summary,
}: Pick<CellView, 'kind' | 'name' | 'source' | 'summary'>): Pick<
  PaletteItem,
  'text' | 'detail'
> | null {
  if (kind !== 'prose') return { text: name === null ? kind : `${kind} #${name}`, detail: summary };
  const heading = /^#{1,6} +(.+?) *#*$/m.exec(source)?.[1];
  return heading === undefined ? null : { text: heading, detail: 'prose' };
}

/** A notebook to begin with: found by its title, and after the command that makes an empty one. */
export function templateItem(
  { name, title }: { readonly name: string; readonly title: string },
  create: (template: string) => void,
): PaletteItem {
  return {
    id: `template ${name}`,
    group: 'Templates',
    text: `New notebook from ${title}`,
    detail: 'template',
    run: () => create(name),
  };
}

/**
 * How well a text answers what was typed: 3 begins with it, 2 a word begins with it, 1 all its letters
 * come in order, 0 not at all.
 */
export function matchScore(text: string, typed: string): number {
  const [all, wanted] = [text.toLowerCase(), typed.trim().toLowerCase()];
  if (wanted === '' || all.startsWith(wanted)) return 3;
  if (all.split(/[\s/#_-]+/).some(word => word.startsWith(wanted))) return 2;
  if (all.includes(wanted)) return 1.5;
  let at = -1;
  for (const letter of wanted) {
    if (letter === ' ') continue;
    at = all.indexOf(letter, at + 1);
    if (at < 0) return 0;
  }
  return wanted.length >= 3 ? 1 : 0;
}

/** The items that answer, best first; within a score the order stays. A group keeps at most `most`. */
export function findItems(
  items: readonly PaletteItem[],
  typed: string,
  most = 8,
): readonly PaletteItem[] {
  const scored = items
    .map((item, place) => ({
      item,
      place,
      score: Math.max(matchScore(item.text, typed), matchScore(item.detail ?? '', typed) / 2),
    }))
    .filter(
      ({ score, item }) =>
        score > 0 && !(typed.trim() === '' && item.detail === undefined && item.text === ''),
    );
  scored.sort((a, b) => b.score - a.score || a.place - b.place);
  const counts = new Map<string, number>();
  const kept = scored.filter(({ item }) => {
    const count = (counts.get(item.group) ?? 0) + 1;
    counts.set(item.group, count);
    return count <= most;
  });
  // Groups stand in the order of their best item.
  const groups = [...new Set(kept.map(({ item }) => item.group))];
  return groups.flatMap(group =>
    kept.filter(({ item }) => item.group === group).map(({ item }) => item),
  );
}
