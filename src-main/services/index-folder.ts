import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { badInput, StudioError } from '../base/errors.js';
import { describeWriteFailure, writeFileAtomic } from '../base/files.js';
import { deviceFactsSchema } from '../compute/device-facts.js';
import { checkName, unknownName } from '../data/names.js';
import type { Workspace } from '../data/workspace.js';
import type { HnswIndex } from '../retrieve/hnsw.js';

export const INDEX_VERSION = 1;
const CARD = 'card.json';
const GRAPH = 'graph.hnsw';

/** What an index is of, how it was built and how it does: indexes/<name>/card.json. */
export const indexCardSchema = z.object({
  version: z.literal(INDEX_VERSION),
  name: z.string(),
  kind: z.literal('hnsw'),
  run: z.string(),
  phase: z.enum(['selection', 'final']),
  /** Of the checkpoint whose pin embeddings it holds. */
  checkpointSha256: z.string(),
  dataset: z.string(),
  pins: z.int(),
  width: z.int(),
  /** M of the paper. */
  links: z.int(),
  efConstruction: z.int(),
  efSearch: z.int(),
  buildSeconds: z.number(),
  /** That embedded the pins; older cards lack it. */
  device: deviceFactsSchema.optional(),
  /** Against exact search, over embeddings of sampled users; null where there was no user. */
  measured: z
    .object({
      users: z.int(),
      k: z.int(),
      recall: z.number(),
      exactMilliseconds: z.number(),
      approximateMilliseconds: z.number(),
    })
    .nullable(),
  createdAt: z.string(),
});
export type IndexCard = z.infer<typeof indexCardSchema>;

/**
 * Writes indexes/<name> as a whole: readers see all of it or nothing. CONFLICT when there is one already.
 */
export async function saveIndex(
  workspace: Workspace,
  card: IndexCard,
  index: HnswIndex,
): Promise<void> {
  const folder = workspace.path('indexes', checkName('index', card.name));
  const temporary = workspace.path('indexes', `.${card.name}.${process.pid}.tmp`);
  await refuseTaken(workspace, card.name);
  try {
    await fs.mkdir(temporary, { recursive: true });
    await index.save(join(temporary, GRAPH));
    await writeFileAtomic(join(temporary, CARD), `${JSON.stringify(card, null, 2)}\n`);
    await fs.rename(temporary, folder);
  } catch (error) {
    throw describeWriteFailure(folder, error);
  } finally {
    await fs.rm(temporary, { recursive: true, force: true });
  }
}

/** CONFLICT when indexes/<name> exists. */
export async function refuseTaken(workspace: Workspace, name: string): Promise<void> {
  if (!(await workspace.list('indexes')).includes(name)) return;
  throw new StudioError('CONFLICT', `there is an index "${name}" already.`, {
    where: workspace.path('indexes', name),
    remedy: 'Choose another name, or delete it first.',
  });
}

/** Cards of all indexes of the workspace, by name. */
export async function listIndexes(workspace: Workspace): Promise<IndexCard[]> {
  const names = await workspace.list('indexes');
  return Promise.all(names.map(name => readIndexCard(workspace, name)));
}

/** NOT_FOUND names the nearest indexes; BAD_INPUT a card that cannot be read. */
export async function readIndexCard(workspace: Workspace, name: string): Promise<IndexCard> {
  const known = await workspace.list('indexes');
  if (!known.includes(name)) throw unknownName('index', name, known, workspace.folder);
  const path = workspace.path('indexes', name, CARD);
  const parsed = await fs
    .readFile(path, 'utf8')
    .then(text => indexCardSchema.safeParse(JSON.parse(text)))
    .catch((error: unknown) => ({ success: false as const, error }));
  // A folder that was copied or renamed goes by its own name.
  if (parsed.success) return { ...parsed.data, name };
  throw badInput('the card of the index cannot be read.', {
    where: path,
    remedy: 'Build the index again.',
    cause: parsed.error,
  });
}

/** Where the graph of an index lies. */
export function graphPath(workspace: Workspace, name: string): string {
  return workspace.path('indexes', name, GRAPH);
}
