import { z } from 'zod';
import { badInput } from '../base/errors.js';

/**
 * The model's shape and switches (PinnerFormer §3.1-3.2, A.1-A.2; defaults are the paper's scale).
 *
 * Letters used in shape comments everywhere: E width of a given pin embedding, M sequence length,
 * H hidden width, L layers, D width of the output embeddings, h heads, N packed rows (all positions
 * of all sequences of a batch), Q queried positions, R loss rows, W columns of the negative pool,
 * P rows of a batch's pin table, U users of a batch, K positives of a user.
 */
const rate = z.number().min(0).max(0.9);

/** Each input feature can be taken out on its own (Table 6). */
const featuresSchema = z.strictObject({
  pin: z
    .boolean()
    .default(true)
    .describe("The pin embedding in the user's input; the pin tower keeps it"),
  type: z.boolean().default(true),
  surface: z.boolean().default(true),
  duration: z.boolean().default(true),
  timestamp: z.boolean().default(true),
  sinceLatest: z.boolean().default(true),
  gap: z.boolean().default(true),
  positions: z
    .boolean()
    .default(true)
    .describe('The learned positional encoding, counted from the newest action'),
});

const dropoutSchema = z.strictObject({
  input: rate.default(0).describe("On the transformer's input"),
  residual: rate.default(0).describe('On the output of each attention and feed-forward branch'),
});

const temperatureSchema = z.strictObject({
  initial: z
    .number()
    .positive()
    .max(100)
    .default(0.05)
    .describe('τ at the first step; s(u, p) = ⟨u, p⟩ / τ'),
  floor: z
    .number()
    .min(0)
    .max(1)
    .default(0.01)
    .describe('τ = floor + e^θ (PinnerFormer §3.3.2: 0.01)'),
});

export const modelConfigSchema = z
  .strictObject({
    sequenceLength: z
      .number()
      .int()
      .min(1)
      .max(4096)
      .default(256)
      .describe('M: most actions of a sequence'),
    hidden: z.number().int().min(1).max(4096).default(768).describe('H: width of the transformer'),
    layers: z.number().int().min(1).max(48).default(6).describe('L: blocks of the transformer'),
    heads: z.number().int().min(1).max(64).default(8),
    dimension: z
      .number()
      .int()
      .min(1)
      .max(2048)
      .default(256)
      .describe('D: width of the output embeddings'),
    categoryWidth: z
      .number()
      .int()
      .min(1)
      .max(256)
      .default(16)
      .describe('Width of the learned embeddings of action type and surface'),
    features: featuresSchema.prefault({}),
    recency: z
      .enum(['paper', 'causal'])
      .default('paper')
      .describe(
        'causal takes "time since the latest action" out: inner positions see later timing in it',
      ),
    lookbackDays: z
      .number()
      .positive()
      .max(36_500)
      .default(365)
      .describe("Longest way back from a sequence's newest action; 365 is the paper's year"),
    sequenceTypes: z
      .array(z.string().min(1))
      .default([])
      .describe('Action types that may stand in a sequence (A.4.1), by name; all when empty'),
    pinTower: z.enum(['mlp', 'residual']).default('mlp'),
    userHead: z.enum(['mlp', 'residual']).default('mlp'),
    pinInput: z
      .enum(['given', 'learned'])
      .default('given')
      .describe(
        'learned: one trainable table for input and target, no pin tower (parity with SASRec)',
      ),
    similarity: z.enum(['cosine', 'dot']).default('cosine'),
    dropout: dropoutSchema.prefault({}),
    temperature: temperatureSchema.prefault({}),
  })
  .superRefine((config, context) => {
    const refuse = (path: string[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    if (config.hidden % config.heads !== 0)
      refuse(['heads'], `${config.heads} heads do not divide hidden ${config.hidden}`);
    if (config.temperature.initial <= config.temperature.floor)
      refuse(
        ['temperature', 'initial'],
        `${config.temperature.initial} is not above the floor ${config.temperature.floor}`,
      );
    if (config.userHead === 'residual' && !config.features.pin)
      refuse(
        ['userHead'],
        '`residual` reads the pin embeddings that features.pin: false takes out',
      );
    for (const part of ['pinTower', 'userHead'] as const)
      if (config.pinInput === 'learned' && config[part] === 'residual')
        refuse([part], '`residual` has no meaning with pinInput: learned, which projects no pins');
  });

export type ModelConfig = z.infer<typeof modelConfigSchema>;

/** What the model must know of the data it is trained on; stored with the run. */
export interface ModelData {
  /** E. */
  readonly embeddingWidth: number;
  /** Pins of the corpus; only `pinInput: learned` reads it. */
  readonly pins?: number;
  readonly actionTypes: number;
  readonly surfaces: number;
  readonly has: { readonly type: boolean; readonly surface: boolean; readonly duration: boolean };
  /**
   * Action types and surfaces that may stand in a sequence, as indices: the training vocabulary,
   * thinned by `sequenceTypes`. All when absent.
   */
  readonly sequenceTypes?: readonly number[];
  readonly sequenceSurfaces?: readonly number[];
}

/** Parses a model config; BAD_INPUT names the key, its value and the reason. */
export function parseModelConfig(value: unknown): ModelConfig {
  const parsed = modelConfigSchema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw badInput(`${issue?.message ?? 'not a model config'}.`, {
    where: ['model', ...(issue?.path ?? [])].join('.'),
    remedy: 'Look up the keys of a model and their ranges in the training settings.',
    cause: parsed.error,
  });
}

/** The features that a model of this config really has on this data. */
export function activeFeatures(config: ModelConfig, data: ModelData): ModelConfig['features'] {
  return {
    ...config.features,
    type: config.features.type && data.has.type,
    surface: config.features.surface && data.has.surface,
    duration: config.features.duration && data.has.duration,
    sinceLatest: config.features.sinceLatest && config.recency === 'paper',
  };
}

/** Width of the pin vectors that the model reads: E, or D of the learned table. */
export function pinWidth(config: ModelConfig, data: ModelData): number {
  return config.pinInput === 'learned' ? config.dimension : data.embeddingWidth;
}
