import type { CellView } from '../../src-main/contract/notebook.js';

/** A line of the outline: a heading of the prose, or a cell below it. */
export interface OutlineEntry {
  readonly cell: string;
  readonly type: 'heading' | 'cell';
  /** Of headings, 1 to 6. */
  readonly level: number;
  readonly text: string;
  /** The id that a heading has on the page; cells have their own. */
  readonly anchor: string;
}

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly slug: string;
}

/** Headings (# to ######) of Markdown outside of fenced blocks; equal ones get numbers. */
export function headingsOf(markdown: string): readonly Heading[] {
  const headings: Heading[] = [];
  const seen = new Map<string, number>();
  let fence: string | null = null;
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark) {
      if (fence === null) fence = mark;
      else if (mark[0] === fence[0] && mark.length >= fence.length) fence = null;
      continue;
    }
    const found = fence === null ? /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line) : null;
    if (!found?.[1]) continue;
    const text = plain(found[2] ?? '');
    const slug = slugOf(text);
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    headings.push({
      level: found[1].length,
      text,
      slug: before === 0 ? slug : `${slug}-${before + 1}`,
    });
  }
  return headings;
}

/** Headings and named kinds in the order of the notebook. */
export function outlineOf(cells: readonly CellView[]): readonly OutlineEntry[] {
  return cells.flatMap((cell): readonly OutlineEntry[] => {
    if (cell.kind !== 'prose') {
      const text = cell.name === null ? '' : `#${cell.name}`;
      return [{ cell: cell.id, type: 'cell', level: 0, text, anchor: cellAnchor(cell.id) }];
    }
    return headingsOf(cell.source).map(({ level, text, slug }) => ({
      cell: cell.id,
      type: 'heading',
      level,
      text,
      anchor: headingAnchor(cell.id, slug),
    }));
  });
}

/** The id on the page to which a link to `#slug` leads: of the first heading of this slug, or of a cell of this name. */
export function placeOf(cells: readonly CellView[], slug: string): string | undefined {
  const heading = outlineOf(cells).find(
    ({ type, cell, anchor }) => type === 'heading' && anchor === headingAnchor(cell, slug),
  );
  const named = cells.find(({ name }) => name === slug);
  return heading?.anchor ?? (named && cellAnchor(named.id));
}

export function cellAnchor(cell: string): string {
  return `cell-${cell}`;
}

export function headingAnchor(cell: string, slug: string): string {
  return `${cellAnchor(cell)}-${slug}`;
}

/** Words of a heading without Markdown's marks. */
function plain(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`~]/g, '')
    .trim();
}

function slugOf(text: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'section' : slug;
}
