import { promises as fs } from 'node:fs';
import { z } from 'zod';
import { badInput, StudioError } from '../base/errors.js';
import { sha256Of, writeFileAtomic } from '../base/files.js';
import { type DeviceFacts, deviceFactsSchema } from '../compute/device-facts.js';
import type { TensorSpecs } from '../compute/program.js';
import { decodeSafetensors, encodeSafetensors, withShapes } from './safetensors.js';

export const CHECKPOINT_VERSION = 1;
const META = 'pinnerformer';

const validationSchema = z.object({
  step: z.int(),
  /** Recall@10 of the validation users; null where no such target exists. */
  all: z.number().nullable(),
  new: z.number().nullable(),
  repeat: z.number().nullable(),
});
export type ValidationPoint = z.infer<typeof validationSchema>;

const modelDataSchema = z.object({
  embeddingWidth: z.int(),
  pins: z.int(),
  actionTypes: z.int(),
  surfaces: z.int(),
  has: z.object({ type: z.boolean(), surface: z.boolean(), duration: z.boolean() }),
  sequenceTypes: z.array(z.int()),
  sequenceSurfaces: z.array(z.int()),
});

/**
 * All that a run needs besides its arrays. Everything random is derived from `seed`, the phase and
 * the step, so those three are the state of generators and sampler. The run's name is left out: runs
 * that differ in nothing else end with the same bytes.
 */
export const checkpointMetaSchema = z.object({
  version: z.literal(CHECKPOINT_VERSION),
  phase: z.enum(['selection', 'final']),
  /** Steps made. */
  step: z.int(),
  /** True when the phase has made its last step. */
  finished: z.boolean(),
  seed: z.int(),
  /** End of this phase's training time, UTC ms. */
  atMs: z.number(),
  dataset: z.string(),
  contentHash: z.string(),
  config: z.unknown(),
  modelData: modelDataSchema,
  /** Names of the action types and surfaces that sequences may hold. */
  vocabulary: z.object({ types: z.array(z.string()), surfaces: z.array(z.string()) }),
  validations: z.array(validationSchema),
  /** Running mean of the loss, and its lowest so far; null before the first step. */
  smoothedLoss: z.number().nullable(),
  lowestLoss: z.number().nullable(),
  codeVersion: z.string(),
});
export type CheckpointMeta = z.infer<typeof checkpointMetaSchema>;
/** The JSON beside a checkpoint: its metadata, its hash, and where its last steps were made. */
export const besideCheckpointSchema = checkpointMetaSchema.extend({
  sha256: z.string(),
  /** Not in the checkpoint itself, whose bytes are those of its state; older files lack it. */
  device: deviceFactsSchema.optional(),
});

/** Typed for writing; equals what the schema reads back. */
export type Phase = CheckpointMeta['phase'];

export interface Checkpoint {
  readonly meta: CheckpointMeta;
  readonly arrays: Readonly<Record<string, Float32Array>>;
}

/**
 * Writes a checkpoint as one safetensors file, whose metadata carry everything else: it is whole or not
 * there. A JSON file of the same metadata is put beside it for people. Returns the file's SHA-256; equal
 * states give equal bytes.
 */
export async function writeCheckpoint(
  path: string,
  checkpoint: Checkpoint,
  specs: TensorSpecs,
  device?: DeviceFacts,
): Promise<string> {
  const bytes = encodeSafetensors({
    tensors: withShapes(checkpoint.arrays, specs),
    metadata: { format: 'pt', [META]: JSON.stringify(checkpoint.meta) },
  });
  await writeFileAtomic(path, bytes);
  const sha256 = sha256Of(bytes);
  const beside = { ...checkpoint.meta, sha256, device };
  await writeFileAtomic(
    path.replace(/\.safetensors$/, '.json'),
    `${JSON.stringify(beside, null, 2)}\n`,
  );
  return sha256;
}

/** Reads a checkpoint; undefined when there is no such file. BAD_INPUT for a damaged one. */
export async function readCheckpoint(
  path: string,
): Promise<(Checkpoint & { readonly sha256: string }) | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await fs.readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  const meta = parseMeta(metadata[META], path);
  const arrays: Record<string, Float32Array> = {};
  for (const [name, { values }] of Object.entries(tensors)) {
    if (!(values instanceof Float32Array))
      throw badInput(`"${name}" of the checkpoint is not float32.`, { where: path });
    arrays[name] = values;
  }
  return { meta, arrays, sha256: sha256Of(bytes) };
}

function parseMeta(text: string | undefined, place: string): CheckpointMeta {
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  const version = (value as { version?: unknown } | undefined)?.version;
  if (typeof version === 'number' && version > CHECKPOINT_VERSION)
    throw new StudioError(
      'CONFLICT',
      `the checkpoint has version ${version}; this program knows up to ${CHECKPOINT_VERSION}.`,
      { where: place, remedy: 'Update PinnerFormer Studio.' },
    );
  const parsed = checkpointMetaSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw badInput('the file is no checkpoint of PinnerFormer Studio.', {
    where: place,
    remedy: 'Train the run again under another name.',
    cause: parsed.error,
  });
}
