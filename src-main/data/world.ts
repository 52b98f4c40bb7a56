import { StudioError, throwIfCancelled } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import { findManifest, type Manifest } from './manifest.js';
import { BLOCK_ROWS, newActionBlock } from './staged-actions.js';
import type { Workspace } from './workspace.js';
import { worldActionTypes, worldSurfaces } from './world/action-kinds.js';
import { buildCatalogue, type Catalogue } from './world/catalogue.js';
import type { WorldConfig } from './world/config.js';
import { leafName, pinTitle } from './world/pin-text.js';
import { streamWorld, type WorldChunk } from './world/stream-world.js';
import { DatasetWriter } from './writer.js';

/** Ids of a world's users and pins carry their numbers, so that the truth can find them again. */
export const worldUserId = (user: number) => `user-${user}`;
export const worldPinId = (pin: number) => `pin-${pin}`;

export interface WorldReport {
  readonly dataset: string;
  readonly contentHash: string;
  readonly users: number;
  readonly pins: number;
  readonly actions: number;
  readonly positives: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

/**
 * Writes a synthetic world (spec §10) as data set `name`: all pins of its catalogue with embeddings,
 * interests and titles, then the users one after another in constant memory. CONFLICT when a data set
 * of that name exists with other parameters; with the same ones nothing is done.
 */
export async function generateWorld(
  workspace: Workspace,
  name: string,
  config: WorldConfig,
  context: JobContext = {},
): Promise<WorldReport> {
  const existing = await findManifest(workspace, name);
  if (existing) return sameWorld(existing, name, config, workspace, context);
  const writer = await DatasetWriter.open(workspace, name, {
    origin: { kind: 'world', settings: { ...config } },
    positiveRule:
      "surface = 'homefeed' and (type = 'save' or (type in ('closeup', 'click') and durationSeconds > 10))",
    has: { type: true, surface: true, duration: true, time: true },
    embeddingWidth: config.embeddingWidth,
  });
  try {
    for (const type of worldActionTypes) writer.typeOf(type);
    for (const surface of worldSurfaces) writer.surfaceOf(surface);
    const catalogue = buildCatalogue(config);
    await describePins(writer, config, catalogue, context);
    const block = newActionBlock();
    block.rating.fill(Number.NaN);
    for (const chunk of streamWorld(config, catalogue, { signal: context.signal })) {
      await appendChunk(writer, chunk, block);
      context.onProgress?.({
        stage: 'playing users',
        done: chunk.firstUser + chunk.userCount,
        total: config.users,
        unit: 'users',
        figures: { actions: writer.appended },
      });
    }
    return reportOf(await writer.commit(context));
  } finally {
    await writer.discard();
  }
}

async function describePins(
  writer: DatasetWriter,
  config: WorldConfig,
  catalogue: Catalogue,
  context: JobContext,
): Promise<void> {
  const { width, embeddings, leaf, secondLeaf } = catalogue;
  for (let pin = 0; pin < catalogue.pinCount; pin++) {
    if ((pin & 4095) === 0) {
      throwIfCancelled(context.signal);
      context.onProgress?.({
        stage: 'describing pins',
        done: pin,
        total: catalogue.pinCount,
        unit: 'pins',
      });
    }
    const interests = [leafName(config, leaf[pin]!)];
    if (secondLeaf[pin]! >= 0) interests.push(leafName(config, secondLeaf[pin]!));
    await writer.describePin(worldPinId(pin), {
      title: pinTitle(config, catalogue, pin),
      interests,
      embedding: embeddings.slice(pin * width, (pin + 1) * width),
    });
  }
}

/** Appends a chunk; pins were described in catalogue order, so that rows are the writer's indexes. */
async function appendChunk(
  writer: DatasetWriter,
  chunk: WorldChunk,
  block: ReturnType<typeof newActionBlock>,
): Promise<void> {
  block.length = 0;
  for (let u = 0; u < chunk.userCount; u++) {
    const begin = chunk.offsets[u]!;
    const end = chunk.offsets[u + 1]!;
    if (begin === end) continue;
    const user = writer.userOf(worldUserId(chunk.firstUser + u));
    for (let from = begin; from < end; ) {
      const to = Math.min(end, from + BLOCK_ROWS - block.length);
      block.user.fill(user, block.length, block.length + to - from);
      block.pin.set(chunk.pin.subarray(from, to), block.length);
      block.atMs.set(chunk.atMs.subarray(from, to), block.length);
      block.type.set(chunk.type.subarray(from, to), block.length);
      block.surface.set(chunk.surface.subarray(from, to), block.length);
      block.durationSeconds.set(chunk.durationSeconds.subarray(from, to), block.length);
      block.positive.set(chunk.positive.subarray(from, to), block.length);
      block.length += to - from;
      from = to;
      if (block.length < BLOCK_ROWS) continue;
      await writer.append(block);
      block.length = 0;
    }
  }
  await writer.append(block);
  block.length = 0;
}

function sameWorld(
  existing: Manifest,
  name: string,
  config: WorldConfig,
  workspace: Workspace,
  context: JobContext,
): WorldReport {
  const same =
    existing.origin.kind === 'world' &&
    JSON.stringify(existing.origin.settings) === JSON.stringify(config);
  if (!same)
    throw new StudioError('CONFLICT', `there is a data set "${name}" already, and it differs.`, {
      where: workspace.path('data', name),
      remedy: 'Choose another `dataset`, or delete that folder.',
    });
  context.onNote?.(`"${name}" is this very world already; nothing was changed.`);
  return reportOf(existing);
}

function reportOf(manifest: Manifest): WorldReport {
  const { counts } = manifest;
  return {
    dataset: manifest.name,
    contentHash: manifest.contentHash,
    users: counts.users,
    pins: counts.cataloguePins,
    actions: counts.actions,
    positives: counts.positives,
    firstAtMs: manifest.firstAtMs,
    lastAtMs: manifest.lastAtMs,
  };
}
