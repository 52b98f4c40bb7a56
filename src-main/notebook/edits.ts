import { badInput } from '../base/errors.js';
import { type Block, type NotebookDocument, PROSE } from './document.js';

/** What an edit needs beside the document. */
export interface NewBlock {
  readonly kind: string;
  readonly name: string | null;
  readonly source: string;
}

/** Each edit touches the bytes of its cells alone; a blank line is made where two blocks would join. */

export function setSource(
  document: NotebookDocument,
  id: string,
  source: string,
): NotebookDocument {
  return replaceBlock(document, id, block => {
    if (block.kind === PROSE) return { ...block, source };
    const emptied = block.source === '' && block.closing !== '' && !/^\r?\n/.test(block.closing);
    const closing = emptied && source !== '' ? `\n${block.closing}` : block.closing;
    return { ...block, ...widerFence(block, source, closing) };
  });
}

export function renameBlock(
  document: NotebookDocument,
  id: string,
  name: string,
): NotebookDocument {
  if (!/^[A-Za-z_][\w-]*$/.test(name))
    throw badInput(`"${name}" cannot name a cell.`, {
      where: 'name',
      remedy: 'Begin with a letter and use letters, digits, - and _.',
    });
  if (document.blocks.some(block => block.id !== id && block.name === name))
    throw badInput(`another cell is called "${name}".`, {
      where: 'name',
      remedy: 'Names of cells are unique; choose another one.',
    });
  return replaceBlock(document, id, block => ({
    ...block,
    name,
    opening:
      block.name === null
        ? block.opening.replace(/^((?:`+|~+)[ \t]*[\w-]+)/, `$1 #${name}`)
        : block.opening.replace(`#${block.name}`, `#${name}`),
  }));
}

export function deleteBlocks(document: NotebookDocument, ids: readonly string[]): NotebookDocument {
  return { ...document, blocks: document.blocks.filter(block => !ids.includes(block.id)) };
}

/** Puts blocks before the block `before`, or at the end. */
export function insertBlocks(
  document: NotebookDocument,
  before: string | null,
  blocks: readonly Block[],
): NotebookDocument {
  const at = before === null ? -1 : document.blocks.findIndex(block => block.id === before);
  const place = at < 0 ? document.blocks.length : at;
  const head = document.blocks.slice(0, place);
  const tail = document.blocks.slice(place);
  const parted = [...head, ...blocks].map((block, index, all) =>
    index >= head.length - 1 && (index < all.length - 1 || tail.length > 0)
      ? { ...block, gap: withBlankLine(block.gap) }
      : block,
  );
  return { ...document, blocks: [...parted, ...tail] };
}

export function moveBlocks(
  document: NotebookDocument,
  ids: readonly string[],
  before: string | null,
): NotebookDocument {
  const moved = document.blocks.filter(block => ids.includes(block.id));
  const anchor =
    before !== null && ids.includes(before) ? nextUnmoved(document, ids, before) : before;
  return insertBlocks(deleteBlocks(document, ids), anchor, moved);
}

/** A block as it is written anew. */
export function newBlock(id: string, { kind, name, source }: NewBlock): Block {
  if (kind === PROSE) return { id, kind, name: null, source, opening: '', closing: '', gap: '\n' };
  const block = {
    id,
    kind,
    name,
    source,
    opening: `\`\`\`${kind}${name === null ? '' : ` #${name}`}\n`,
    closing: source === '' ? '```' : '\n```',
    gap: '\n',
  };
  return { ...block, ...widerFence(block, source, block.closing) };
}

/** A name that no cell has: `train-2` where `train` is taken. */
export function freeName(document: NotebookDocument, wanted: string): string {
  const taken = new Set(document.blocks.map(block => block.name));
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number++;
  return `${wanted}-${number}`;
}

function nextUnmoved(
  { blocks }: NotebookDocument,
  ids: readonly string[],
  from: string,
): string | null {
  const start = blocks.findIndex(block => block.id === from);
  return blocks.slice(start).find(block => !ids.includes(block.id))?.id ?? null;
}

function replaceBlock(
  document: NotebookDocument,
  id: string,
  change: (block: Block) => Block,
): NotebookDocument {
  return {
    ...document,
    blocks: document.blocks.map(block => (block.id === id ? change(block) : block)),
  };
}

/** A body that holds a fence as long as its own gets a longer one around it. */
function widerFence(
  block: Pick<Block, 'opening'>,
  source: string,
  closing: string,
): Pick<Block, 'opening' | 'source' | 'closing'> {
  const fence = /^(`+|~+)/.exec(block.opening)?.[1] ?? '```';
  const longest = Math.max(
    0,
    ...[...source.matchAll(new RegExp(`^\\${fence[0]}{3,}`, 'gm'))].map(([run]) => run.length),
  );
  if (longest < fence.length) return { opening: block.opening, source, closing };
  const wider = fence[0]!.repeat(longest + 1);
  return {
    opening: block.opening.replace(fence, wider),
    source,
    closing: closing.replace(/(`+|~+)[ \t]*$/, wider),
  };
}

function withBlankLine(gap: string): string {
  const breaks = gap.match(/\r?\n/g)?.length ?? 0;
  return gap + '\n'.repeat(Math.max(0, 2 - breaks));
}
