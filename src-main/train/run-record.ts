import { z } from 'zod';
import { StudioError } from '../base/errors.js';
import { trainConfigSchema } from './config.js';

/** Version of the files of a run that this program writes and reads. */
export const RUN_VERSION = 1;

/** run.json: everything that decides what a run computes. Written once, when the run is made. */
export const runRecordSchema = z.object({
  version: z.literal(RUN_VERSION),
  run: z.string(),
  dataset: z.string(),
  /** contentHash of the data set. */
  contentHash: z.string(),
  config: trainConfigSchema,
  seed: z.int(),
  /** t, UTC ms: nothing later is trained on. */
  atMs: z.number(),
  codeVersion: z.string(),
  /** When the run was made, ISO 8601. */
  createdAt: z.string(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** Reads run.json's text. CONFLICT for a newer version, BAD_INPUT for anything else. */
export function parseRunRecord(text: string, place: string): RunRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new StudioError('BAD_INPUT', 'run.json is not JSON.', {
      where: place,
      remedy: 'Restore it from a copy, or train under another `run`.',
      cause,
    });
  }
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > RUN_VERSION)
    throw new StudioError(
      'CONFLICT',
      `the run has version ${version}; this program knows up to ${RUN_VERSION}.`,
      { where: place, remedy: 'Update PinnerFormer Studio.' },
    );
  const parsed = runRecordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StudioError(
    'BAD_INPUT',
    `run.json cannot be read: ${issue?.path.join('.')}: ${issue?.message}.`,
    { where: place, remedy: 'Train under another `run`.', cause: parsed.error },
  );
}

/** What differs between two values, as "key: was A, is B", one a leaf. */
export function differences(was: unknown, is: unknown, path = ''): string[] {
  if (isRecord(was) && isRecord(is))
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap(key =>
      differences(was[key], is[key], path === '' ? key : `${path}.${key}`),
    );
  const [before, after] = [JSON.stringify(was), JSON.stringify(is)];
  return before === after ? [] : [`${path}: was ${before}, is ${after}`];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
