import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isStudioError } from '../../base/errors.js';
import { ColumnFile, writeColumnFile } from '../../data/shards.js';
import type { Workspace } from '../../data/workspace.js';
import { runFolder } from '../../train/run-folder.js';
import type { RunModel } from '../../train/run-store.js';

const COLUMN = 'values';

/**
 * Pin embeddings [pins, D] of a run's model: read from runs/<run>/results where a file of this checkpoint
 * stands, else computed and kept there. A damaged file is computed anew. A workspace that cannot be
 * written costs a note and nothing else.
 */
export async function storedPinEmbeddings(
  workspace: Workspace,
  model: RunModel,
  compute: () => Promise<Float32Array>,
  onNote?: (line: string) => void,
): Promise<Float32Array> {
  const folder = runFolder(workspace, model.run);
  const path = join(
    folder,
    'results',
    `pin-embeddings-${model.phase}-${model.checkpointSha256.slice(0, 16)}.col`,
  );
  const known = readEmbeddings(path, model);
  if (known) return known;
  const values = await compute();
  // Of a run or model that was removed meanwhile no folder comes back.
  if (!existsSync(folder)) return values;
  const source = { name: COLUMN, type: 'f32', length: values.length, values } as const;
  await writeColumnFile(path, [source]).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    onNote?.(`Pin embeddings of ${model.run} could not be kept: ${reason}`);
  });
  return values;
}

/** In ordinary memory: the device takes no shared one. */
function readEmbeddings(path: string, model: RunModel): Float32Array | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const file = ColumnFile.open(path);
    try {
      const length = model.pinFeatures.known.length * model.config.model.dimension;
      if (file.length(COLUMN) !== length) return undefined;
      const values = new Float32Array(length);
      file.readInto(COLUMN, values, 0);
      return values;
    } finally {
      file.close();
    }
  } catch (error) {
    if (isStudioError(error)) return undefined;
    throw error;
  }
}
