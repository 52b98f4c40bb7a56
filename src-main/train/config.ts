import { z } from 'zod';
import { badInput } from '../base/errors.js';
import { suggest } from '../base/nearest.js';
import { DEFAULT_SPLIT_SEED } from '../data/split.js';
import { modelConfigSchema } from '../model/config.js';
import { objectiveNames } from './objectives/registry.js';

/**
 * Everything that decides what a run computes. Defaults are the paper's where it speaks (spec §4, §5).
 */

const count = (max: number) => z.number().int().min(1).max(max);

const negativesSchema = z.strictObject({
  source: z.enum(['inBatch', 'random', 'mixed', 'full']).default('mixed'),
  random: count(1_000_000).default(8192).describe('Random negatives of a batch (A.3: 8192)'),
  logQ: z.boolean().default(true),
  positiveLogQ: z.enum(['corrected', 'uncorrected']).default('corrected'),
  mask: z.enum(['batch', 'window']).default('batch'),
});

const samplingSchema = z.strictObject({
  maxLength: count(4096)
    .optional()
    .describe('Most actions of a training sequence; never more than model.sequenceLength'),
  sequenceFraction: z
    .number()
    .gt(0)
    .max(1)
    .default(1)
    .describe("Share of a timeline's possible sequences that an epoch takes, at least one"),
  sequencesPerUser: count(1000).default(4).describe('Most sequences of a user in an epoch'),
  positivesPerSequence: count(4096)
    .default(32)
    .describe('Most positions (each with one positive) of a sequence'),
  ends: z
    .enum(['any', 'latest'])
    .default('any')
    .describe('any: ends are drawn among those with a positive; latest: always the last of them'),
  cropShare: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('Share of sequences whose oldest actions are cut off at a random place'),
});

const optimizerSchema = z.strictObject({
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.999),
  epsilon: z.number().positive().max(1).default(1e-8),
  weightDecay: z
    .number()
    .min(0)
    .max(10)
    .default(0)
    .describe('Decoupled (AdamW), on matrices only; 0 is Adam'),
  learningRate: z.number().positive().max(10).default(1e-3),
  warmupSteps: z.number().int().min(0).default(1000),
  schedule: z.enum(['cosine', 'constant']).default('cosine'),
  clipNorm: z
    .number()
    .positive()
    .default(1)
    .describe('Norm at which gradients are clipped, all together'),
});

const validationSchema = z.strictObject({
  enabled: z
    .boolean()
    .default(true)
    .describe('Off: no selection phase, all steps on everything up to t'),
  everySteps: count(10_000_000).default(250),
  patience: z
    .number()
    .int()
    .min(0)
    .default(5)
    .describe(
      'Validations without improvement after which the selection phase ends; 0 never ends it early',
    ),
  targets: z.enum(['all', 'new']).default('all').describe('Recall@10 of which targets chooses'),
});

export const trainConfigSchema = z.strictObject({
  model: modelConfigSchema.prefault({}),
  objective: z.enum(objectiveNames).default('denseAllAction'),
  windowDays: z
    .number()
    .positive()
    .max(3650)
    .default(28)
    .describe('K, days of positives that the window objectives predict'),
  e1Weight: z
    .enum(['equal', 'none'])
    .default('equal')
    .describe('SASRec: whether the newest position weighs as much as all others together'),
  sasrecPositions: count(4096)
    .nullable()
    .default(null)
    .describe('SASRec: most positions of a sequence; null takes every one'),
  negatives: negativesSchema.prefault({}),
  sampling: samplingSchema.prefault({}),
  batchUsers: count(65_536).default(128).describe('Users of a batch (footnote 4: 128)'),
  steps: count(100_000_000).default(20_000),
  optimizer: optimizerSchema.prefault({}),
  validation: validationSchema.prefault({}),
  users: z
    .enum(['hashed', 'shared'])
    .default('hashed')
    .describe('hashed keeps users for validation and test; shared trains on everyone up to t'),
  splitSeed: z
    .int()
    .default(DEFAULT_SPLIT_SEED)
    .describe(
      "Seed of the split of users, apart from a run's, so that runs are measured on the same users",
    ),
  refit: z
    .boolean()
    .default(true)
    .describe('Whether a final phase trains up to t once the steps are chosen'),
  /**
   * Whose actions pin features are made from when the data brings none. `everyone` reads the past of
   * validation and test users too, never anyone's future: a pin that only they visited is then known.
   */
  pinFeatureUsers: z.enum(['training', 'everyone']).default('training'),
  pinFeatureWidth: count(2048)
    .default(64)
    .describe('Width E of the pin features that are made when the data brings none'),
  pinIdentityWidth: z
    .number()
    .int()
    .min(0)
    .max(2048)
    .default(0)
    .describe(
      'Width of the random direction of its own that each made pin feature gets beside that; 0: none',
    ),
  checkpointEverySteps: count(10_000_000)
    .default(250)
    .describe(
      'Steps between checkpoints; one is also written at the end and when the job is cancelled',
    ),
});

export type TrainConfig = z.infer<typeof trainConfigSchema>;
/** A config as people write it: every key may be left out. */
export type TrainConfigInput = z.input<typeof trainConfigSchema>;

/** Fills in defaults and checks. BAD_INPUT names the key, the value, and the nearest key offered. */
export function parseTrainConfig(value: unknown): TrainConfig {
  const parsed = trainConfigSchema.safeParse(value);
  if (parsed.success) {
    checkAcrossKeys(parsed.data);
    return parsed.data;
  }
  const issue = parsed.error.issues[0];
  const path = (issue?.path ?? []).map(String);
  if (issue?.code === 'unrecognized_keys') {
    const key = [...path, issue.keys[0] ?? ''].join('.');
    throw badInput(`"${key}" is no setting of a training.`, {
      where: 'config',
      remedy: suggest(key, configKeys()),
      cause: parsed.error,
    });
  }
  const given = path.reduce<unknown>(
    (at, key) => (at as Record<string, unknown> | undefined)?.[key],
    value,
  );
  throw badInput(`${path.join('.')} is ${JSON.stringify(given)}: ${issue?.message ?? 'invalid'}.`, {
    where: 'config',
    remedy: 'Give a value in that range.',
    cause: parsed.error,
  });
}

function checkAcrossKeys(config: TrainConfig): void {
  const { maxLength } = config.sampling;
  if (maxLength !== undefined && maxLength > config.model.sequenceLength)
    throw badInput(
      `sampling.maxLength ${maxLength} is more than model.sequenceLength ${config.model.sequenceLength}.`,
      { where: 'config', remedy: 'Lower the one or raise the other.' },
    );
  if (config.optimizer.schedule === 'cosine' && config.optimizer.warmupSteps >= config.steps)
    throw badInput(
      `optimizer.warmupSteps ${config.optimizer.warmupSteps} leaves none of the ${config.steps} steps for the cosine.`,
      { where: 'config', remedy: 'Lower optimizer.warmupSteps or raise steps.' },
    );
}

/**
 * Applies `key.path=value` settings to a config as it is written, later ones last. Values are JSON
 * where they read as JSON, else strings. BAD_INPUT for a setting without `=` or an unknown key.
 */
export function applySettings(
  config: TrainConfigInput,
  settings: readonly string[],
): TrainConfigInput {
  const keys = configKeys();
  const result = structuredClone(config) as Record<string, unknown>;
  for (const setting of settings) {
    const at = setting.indexOf('=');
    const key = at < 0 ? setting : setting.slice(0, at).trim();
    if (at < 1)
      throw badInput(`"${setting}" is not of the form key.path=value.`, {
        where: 'set',
        remedy: suggest(key, keys),
      });
    if (!keys.includes(key))
      throw badInput(`"${key}" is no setting of a training.`, {
        where: 'set',
        remedy: suggest(key, keys),
      });
    const parts = key.split('.');
    const last = parts.pop() ?? key;
    let holder = result;
    for (const part of parts) {
      holder[part] ??= {};
      holder = holder[part] as Record<string, unknown>;
    }
    holder[last] = readValue(setting.slice(at + 1).trim());
  }
  return result as TrainConfigInput;
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

let knownKeys: readonly string[] | undefined;

/** Every key that may be set, as dotted paths, in the order of the schema. */
export function configKeys(): readonly string[] {
  knownKeys ??= leafKeys(trainConfigSchema, '');
  return knownKeys;
}

function leafKeys(schema: z.ZodType, prefix: string): string[] {
  let inner: z.ZodType = schema;
  while (
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodOptional
  )
    inner = inner.unwrap() as z.ZodType;
  if (!(inner instanceof z.ZodObject)) return [prefix];
  return Object.entries(inner.shape).flatMap(([key, value]) =>
    leafKeys(value as z.ZodType, prefix === '' ? key : `${prefix}.${key}`),
  );
}
