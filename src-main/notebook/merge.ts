import type { Block, NotebookDocument } from './document.js';

export interface Merged {
  readonly document: NotebookDocument;
  /** Cells that both sides changed, each in its own way: the document has ours, here are theirs. */
  readonly conflicts: readonly Block[];
}

/**
 * Merges two versions of a notebook by cell, from the version that both began with. What one side changed,
 * added, moved or deleted holds; a cell that one side deleted and the other changed stays. Blocks of the
 * three documents that stand for one cell have one id.
 */
export function mergeNotebooks(
  base: NotebookDocument,
  ours: NotebookDocument,
  theirs: NotebookDocument,
): Merged {
  const [was, our, their] = [base, ours, theirs].map(
    ({ blocks }) => new Map(blocks.map(block => [block.id, block])),
  ) as [Map<string, Block>, Map<string, Block>, Map<string, Block>];
  const conflicts: Block[] = [];
  const kept = new Map<string, Block>();
  for (const id of new Set([...our.keys(), ...their.keys()])) {
    const [old, mine, other] = [was.get(id), our.get(id), their.get(id)];
    if (mine && other) {
      const untouched = old !== undefined && isSameCell(old, mine);
      const block = untouched ? other : mine;
      const gap = old && old.gap === mine.gap ? other.gap : mine.gap;
      if (!untouched && !isSameCell(mine, other) && !(old && isSameCell(old, other)))
        conflicts.push(other);
      kept.set(id, { ...block, gap });
    } else {
      const only = mine ?? other;
      if (only && (!old || !isSameCell(old, only))) kept.set(id, only);
    }
  }
  const lead = ours.lead === base.lead ? theirs.lead : ours.lead;
  const blocks = orderOf(base, ours, theirs).flatMap(id => kept.get(id) ?? []);
  return { document: { lead, blocks }, conflicts };
}

/** Whether two blocks hold the same cell; the blank lines after it are no part of that. */
export function isSameCell(a: Block, b: Block): boolean {
  return (
    a.kind === b.kind &&
    a.name === b.name &&
    a.source === b.source &&
    a.opening === b.opening &&
    a.closing === b.closing
  );
}

/** Ids of all blocks: in the order of the side that moved some, each other's new ones after what they followed. */
function orderOf(
  base: NotebookDocument,
  ours: NotebookDocument,
  theirs: NotebookDocument,
): string[] {
  const ids = ({ blocks }: NotebookDocument) => blocks.map(block => block.id);
  const moved = common(ids(base), ids(ours)).join() !== common(ids(ours), ids(base)).join();
  const [first, second] = moved ? [ids(ours), ids(theirs)] : [ids(theirs), ids(ours)];
  const order = [...first];
  second.forEach((id, index) => {
    if (order.includes(id)) return;
    const before = second.slice(0, index).reverse();
    const anchor = before.find(each => order.includes(each));
    order.splice(anchor === undefined ? 0 : order.indexOf(anchor) + 1, 0, id);
  });
  return order;
}

/** Those of `some` that are among `others`. */
function common(some: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return some.filter(id => known.has(id));
}
