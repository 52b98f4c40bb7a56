/**
 * The documents that commands print under --json. Scripts rely on these forms: keys may be added,
 * none may change. A number that does not exist (no such targets) is null.
 */
import { z } from 'zod';

const figure = z.number().nullable();

/** A value with its 95 % bootstrap interval over users. */
const estimate = z.object({ value: figure, low: figure, high: figure });

/** Recall@10 over all targets, over those whose pin is new to the user, and over repeats. */
const recallByKind = z.object({ all: estimate, new: estimate, repeat: estimate });

/** UTC, ISO 8601. */
const time = z.iso.datetime();

export const importDocument = z.object({
  dataset: z.string(),
  users: z.int(),
  pins: z.int(),
  actions: z.int(),
  positives: z.int(),
  /** Rows left out, by reason. */
  rejected: z.record(z.string(), z.int()),
  firstAt: time.nullable(),
  lastAt: time.nullable(),
});
export type ImportDocument = z.infer<typeof importDocument>;

export const trainDocument = z.object({
  run: z.string(),
  steps: z.int(),
  seconds: z.number(),
  /** Path of the checkpoint that simulate --users test reads. */
  checkpoint: z.string(),
  checkpointSha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Measured on the validation users of the selection phase; null when there was none. */
  validation: z
    .object({
      step: z.int(),
      recallAt10: z.object({ all: figure, new: figure, repeat: figure }),
    })
    .nullable(),
  /** What the curves say, with what to try; null when they say nothing. */
  diagnosis: z.string().nullable(),
});
export type TrainDocument = z.infer<typeof trainDocument>;

export const simulateDocument = z.object({
  rows: z.array(
    z.object({
      run: z.string(),
      cadence: z.string(),
      users: z.int(),
      targets: z.int(),
      recallAt10: recallByKind,
      coverageP90At10: figure,
      interestEntropyAt50: figure,
      embeddingsComputed: z.int(),
      seconds: z.number(),
    }),
  ),
  /** `value` is the recall of `to` less that of `from`, paired by user. */
  differences: z.array(
    z.object({
      run: z.string(),
      from: z.string(),
      to: z.string(),
      on: z.enum(['all', 'new']),
      value: figure,
      low: figure,
      high: figure,
    }),
  ),
  baselines: z.array(z.object({ name: z.string(), recallAt10: recallByKind })),
});
