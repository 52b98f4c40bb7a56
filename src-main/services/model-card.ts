import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { badInput, StudioError } from '../base/errors.js';
import { unknownName } from '../data/names.js';
import type { Workspace } from '../data/workspace.js';
import { MODEL_CARD, modelNames } from '../train/run-folder.js';

export const MODEL_VERSION = 1;

/** What a model is and where it comes from: models/<name>/model.json. */
export const modelCardSchema = z.object({
  version: z.literal(MODEL_VERSION),
  model: z.string(),
  /** The run that was promoted; it may be gone. */
  run: z.string(),
  checkpointSha256: z.string(),
  /** Steps of the checkpoint. */
  steps: z.int(),
  dataset: z.string(),
  contentHash: z.string(),
  objective: z.string(),
  seed: z.int(),
  /** t, ISO 8601: nothing later was trained on. */
  trainedUntil: z.string(),
  /** Recall@10 of the validation users at the chosen step; null when none was measured. */
  validation: z
    .object({ step: z.int(), all: z.number().nullable(), new: z.number().nullable() })
    .nullable(),
  codeVersion: z.string(),
  promotedAt: z.string(),
});
export type StoredCard = z.infer<typeof modelCardSchema>;

/** NOT_FOUND names the nearest models, BAD_INPUT a card that cannot be read, CONFLICT a newer one. */
export async function readModelCard(workspace: Workspace, name: string): Promise<StoredCard> {
  const known = await modelNames(workspace);
  if (!known.includes(name)) throw unknownName('model', name, known, workspace.folder);
  const where = join(workspace.path('models', name), MODEL_CARD);
  const remedy = 'Promote its run again under another name.';
  let value: unknown;
  try {
    value = JSON.parse(await fs.readFile(where, 'utf8'));
  } catch (cause) {
    throw badInput(`the card of model "${name}" cannot be read.`, { where, remedy, cause });
  }
  const { version } = z.object({ version: z.number() }).catch({ version: 0 }).parse(value);
  if (version > MODEL_VERSION)
    throw new StudioError(
      'CONFLICT',
      `model "${name}" has version ${version}; this program knows up to ${MODEL_VERSION}.`,
      { where, remedy: 'Update PinnerFormer Studio.' },
    );
  const card = modelCardSchema.safeParse(value);
  if (card.success) return card.data;
  throw badInput(`the card of model "${name}" cannot be read.`, {
    where,
    remedy,
    cause: card.error,
  });
}
