/**
 * A notebook is a Markdown file: prose, and cells that are fenced blocks whose info string opens with a
 * kind (`train #dense`). Every byte belongs to exactly one block or to the lead, so that printing what
 * was parsed gives the same file, whatever it holds.
 */

export interface Block {
  /** Stable while the notebook is open; not in the file. */
  readonly id: string;
  /** 'prose', or the word that opens the fenced block. */
  readonly kind: string;
  /** Without '#'; null for prose and unnamed cells. */
  readonly name: string | null;
  /** The prose, or the body of the fenced block without its last line break. */
  readonly source: string;
  /** Fence and info string with its line break; empty for prose. */
  readonly opening: string;
  /** From the last line break of the body to the closing fence; empty for prose. */
  readonly closing: string;
  /** Blank lines after it. */
  readonly gap: string;
}

export interface NotebookDocument {
  /** Byte-order mark, the line that names the format, and blank lines before the first block. */
  readonly lead: string;
  readonly blocks: readonly Block[];
}

export const PROSE = 'prose';

/** What this version writes and reads whole. A file that names no format is of the first. */
export const NOTEBOOK_FORMAT = 1;
const FORMAT_LINE = /^\uFEFF?<!-- pinnerformer-notebook (\d{1,6}) -->[ \t]*(?:\r?\n|$)/;

/** The format that a notebook's first line names: `<!-- pinnerformer-notebook 2 -->`. */
export function formatOf({ lead }: NotebookDocument): number {
  return Number(FORMAT_LINE.exec(lead)?.[1] ?? 1);
}

const FENCE = /^(`{3,}|~{3,})[ \t]*([A-Za-z][\w-]*)?([^\r\n]*)$/;
const NAME = /(?:^|[ \t])#([A-Za-z_][\w-]*)/;

/**
 * Cells are fenced blocks of a kind that `isKind` knows, and those of any kind with a `#name`, which a
 * newer version may know. Other fences, unclosed ones too, are prose.
 */
export function parseNotebook(
  text: string,
  isKind: (word: string) => boolean,
  newId: () => string,
): NotebookDocument {
  let lead = FORMAT_LINE.exec(text)?.[0] ?? '';
  const lines = linesOf(text.slice(lead.length));
  const blocks: Block[] = [];
  let prose = '';
  const flushProse = () => {
    if (prose === '') return;
    const [, before = '', source = '', gap = ''] =
      /^(\uFEFF?(?:[ \t]*\r?\n)*)([\s\S]*?)((?:\r?\n[ \t]*)*)$/.exec(prose) ?? [];
    prose = '';
    const previous = blocks.at(-1);
    if (previous) blocks[blocks.length - 1] = { ...previous, gap: previous.gap + before };
    else lead += before;
    if (source !== '')
      blocks.push({
        id: newId(),
        kind: PROSE,
        name: null,
        source,
        opening: '',
        closing: '',
        gap,
      });
    else if (previous) {
      const last = blocks[blocks.length - 1]!;
      blocks[blocks.length - 1] = { ...last, gap: last.gap + gap };
    } else lead += gap;
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const fence = FENCE.exec(bare(line));
    const end = fence ? closingLine(lines, i, fence[1]!) : -1;
    if (!fence || end < 0) {
      prose += line;
      continue;
    }
    const [, , word = '', rest = ''] = fence;
    const name = NAME.exec(rest)?.[1] ?? null;
    if (word !== '' && (isKind(word) || name !== null)) {
      flushProse();
      const body = lines.slice(i + 1, end).join('');
      const [, source = '', lastBreak = ''] = /^([\s\S]*?)(\r?\n)?$/.exec(body) ?? [];
      const closingLineText = lines[end]!;
      const lineBreak = /\r?\n$/.exec(closingLineText)?.[0] ?? '';
      blocks.push({
        id: newId(),
        kind: word,
        name,
        source,
        opening: line,
        closing: lastBreak + closingLineText.slice(0, closingLineText.length - lineBreak.length),
        gap: lineBreak,
      });
    } else prose += lines.slice(i, end + 1).join('');
    i = end;
  }
  flushProse();
  return { lead, blocks };
}

export function printNotebook({ lead, blocks }: NotebookDocument): string {
  return lead + blocks.map(blockText).join('');
}

function blockText({ opening, source, closing, gap }: Block): string {
  return opening + source + closing + gap;
}

/** Cells as Markdown of their own, to be copied. */
export function printBlocks(blocks: readonly Block[]): string {
  return blocks.map(block => `${blockText({ ...block, gap: '' })}\n`).join('\n');
}

/** Lines, counted from 1, that open a cell which is never closed, so that it is read as prose. */
export function unclosedCells(text: string, isKind: (word: string) => boolean): number[] {
  const lines = linesOf(text);
  const unclosed: number[] = [];
  for (let i = 0; i < lines.length; i++) {
    const fence = FENCE.exec(bare(lines[i]!));
    if (!fence) continue;
    const [, marks = '', word = '', rest = ''] = fence;
    const end = closingLine(lines, i, marks);
    if (end >= 0) i = end;
    else if (word !== '' && (isKind(word) || NAME.test(rest))) unclosed.push(i + 1);
  }
  return unclosed;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Index of the line that closes the fence, −1 without one (then the fence is prose). */
function closingLine(lines: readonly string[], from: number, fence: string): number {
  const close = new RegExp(`^${fence[0] === '~' ? '~' : '`'}{${fence.length},}[ \\t]*$`);
  for (let i = from + 1; i < lines.length; i++) if (close.test(bare(lines[i]!))) return i;
  return -1;
}

function bare(line: string): string {
  return line.replace(/\r?\n$/, '');
}
