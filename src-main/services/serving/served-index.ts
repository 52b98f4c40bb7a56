import { isStudioError } from '../../base/errors.js';
import type { Workspace } from '../../data/workspace.js';
import { hnswWorks, loadHnsw } from '../../retrieve/hnsw.js';
import type { PinIndex } from '../../retrieve/pin-index.js';
import { graphPath, type IndexCard, listIndexes, readIndexCard } from '../index-folder.js';
import type { WarmRun } from './warm-run.js';

/** How a search was made. */
export interface ServedBy {
  readonly searched: 'exact' | 'hnsw';
  /** Name of the index; null for exact search. */
  readonly index: string | null;
  /** Why exact search answered in place of what was asked for. */
  readonly note: string | null;
}

/** What a request asks to be searched: all pins exactly, or an index by name, or any that fits the run. */
export interface AskedIndex {
  readonly search?: 'exact' | 'hnsw' | undefined;
  readonly index?: string | undefined;
}

const opened = new WeakMap<WarmRun, Map<string, PinIndex>>();

/** The index that answers; exact search takes the place of one that is not to be had, and says why. */
export async function servedIndex(
  workspace: Workspace,
  run: WarmRun,
  asked: AskedIndex,
): Promise<{ readonly index: PinIndex; readonly by: ServedBy }> {
  const exactly = (note: string | null) => ({
    index: run.index,
    by: { searched: 'exact', index: null, note } as const,
  });
  if (asked.search !== 'hnsw') return exactly(null);
  const card = await findCard(workspace, run, asked.index);
  if (typeof card === 'string') return exactly(card);
  if (!(await hnswWorks())) return exactly('hnswlib-node does not load here.');
  try {
    const index = await openGraph(workspace, run, card);
    return { index, by: { searched: 'hnsw', index: card.name, note: null } };
  } catch (error) {
    if (isStudioError(error)) return exactly(error.describe());
    throw error;
  }
}

/** The card of an index of this very checkpoint, or why there is none. */
async function findCard(
  workspace: Workspace,
  run: WarmRun,
  name: string | undefined,
): Promise<IndexCard | string> {
  const fits = (card: IndexCard) => card.checkpointSha256 === run.model.checkpointSha256;
  if (name === undefined)
    return (
      (await listIndexes(workspace)).find(fits) ??
      `there is no index of run "${run.model.run}" yet, so exact search serves; an index cell or command builds one.`
    );
  const card = await readIndexCard(workspace, name);
  return fits(card) ? card : `index "${name}" was built from another checkpoint.`;
}

async function openGraph(workspace: Workspace, run: WarmRun, card: IndexCard): Promise<PinIndex> {
  const known = opened.get(run) ?? new Map<string, PinIndex>();
  opened.set(run, known);
  const key = `${card.name} ${card.createdAt}`;
  const held = known.get(key);
  if (held) return held;
  const index = await loadHnsw(
    graphPath(workspace, card.name),
    { vectors: run.pinEmbeddings, width: run.model.config.model.dimension, members: run.members },
    card.efSearch,
  );
  known.set(key, index);
  return index;
}
