import { z } from 'zod';
import { badInput } from '../../base/errors.js';
import { suggest } from '../../base/nearest.js';

const share = z.number().min(0).max(1);
const days = z.number().positive().max(3650);

/** Parameters of the synthetic world (spec §10); equal parameters give equal worlds. */
export const worldConfigSchema = z
  .strictObject({
    seed: z.int().min(0).max(4_294_967_295).default(1),
    users: z.int().min(1).max(100_000_000).default(3000),
    pins: z.int().min(1).max(10_000_000).default(6000),
    /** First moment of the history, UTC ms. Default: Monday 2024-01-01. */
    startMs: z.int().min(0).max(4_102_444_800_000).default(1_704_067_200_000),
    days: days.default(90),

    /** E, width of the pins' embeddings. */
    embeddingWidth: z.int().min(2).max(1024).default(64),
    topics: z.int().min(1).max(1000).default(12),
    leavesPerTopic: z.int().min(1).max(1000).default(8),
    /** A leaf's centre is its topic's plus this times a random unit-scale offset, normalised. */
    leafSpread: z.number().min(0).max(100).default(0.8),
    /** A pin is its leaf's centre plus this times unit-scale noise, normalised. */
    pinSpread: z.number().min(0).max(100).default(0.7),
    /** Popularity is (1 + rank)^−this. */
    popularityExponent: z.number().min(0).max(3).default(0.6),
    /** Share of pins that are born at a uniform moment of the history; the rest were there before. */
    bornShare: share.default(0.2),
    /** Share of pins that belong to two leaves. */
    secondLeafShare: share.default(0.2),

    minLongTermLeaves: z.int().min(1).max(1000).default(3),
    maxLongTermLeaves: z.int().min(1).max(1000).default(7),
    /** Mean time between replacements of one long-term leaf of a user; 0 is never. */
    driftDays: z.number().min(0).max(36_500).default(60),
    /** Weight of the user's taste in the choice of a pin within a leaf. */
    tasteWeight: z.number().min(0).max(100).default(6),

    sessionsPerDay: z.number().positive().max(100).default(0.33),
    /** Spread of the log of a user's session rate. */
    sessionRateSpread: z.number().min(0).max(3).default(0.8),
    /** Mean actions of a session, geometric. */
    sessionLength: z.number().min(1).max(1000).default(6),
    secondsBetweenActions: z.number().positive().max(86_400).default(40),
    /** 0: no daily rhythm; 1.5 puts three quarters of the sessions within 6 h of the favourite hour. */
    hourConcentration: z.number().min(0).max(20).default(1.5),
    weekdayConcentration: z.number().min(0).max(20).default(0.5),

    /** Mean time without a project before the next one begins. */
    projectEveryDays: days.default(6),
    /** Mean time that a project burns. */
    projectDays: days.default(3),
    /**
     * Probability that an action belongs to the project that is on. 0 leaves long-term interest
     * alone: knowing the present then says no more than knowing yesterday.
     */
    sessionShare: share.default(0.7),
    /** Other actions belong to the session's focus with probability sessionShare · focusShare. */
    focusShare: share.default(0.5),
    /** The echo: share of closeups that are followed by a save of the same pin. */
    repeatShare: share.default(0),
  })
  .refine(c => c.minLongTermLeaves <= c.maxLongTermLeaves, {
    path: ['minLongTermLeaves'],
    message: 'must not exceed maxLongTermLeaves',
  });

export type WorldConfig = z.infer<typeof worldConfigSchema>;

/** Sizes by name: about 25 thousand, 0.5, 2 and 10 million actions. */
export const worldSizes = {
  tiny: { users: 200, pins: 1500, topics: 6, leavesPerTopic: 4, sessionsPerDay: 0.25 },
  small: { users: 3000, pins: 6000 },
  medium: { users: 12_000, pins: 20_000 },
  large: { users: 56_000, pins: 100_000, leavesPerTopic: 16 },
} as const satisfies Record<string, Partial<WorldConfig>>;

export type WorldSize = keyof typeof worldSizes;

/** A whole config from a size and what differs from it. BAD_INPUT names the wrong key and value. */
export function worldConfig(options: unknown = {}, size: WorldSize = 'small'): WorldConfig {
  const given = typeof options === 'object' && options !== null ? options : {};
  const result = worldConfigSchema.safeParse({ ...worldSizes[size], ...given });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  if (unknown !== undefined)
    throw badInput(`a world has no parameter "${unknown}".`, {
      where: 'world config',
      remedy: suggest(unknown, Object.keys(worldConfigSchema.shape)),
    });
  const key = issue?.path.join('.') ?? '';
  const value = JSON.stringify((given as Record<string, unknown>)[key]);
  throw badInput(`${key} = ${value} is not possible: ${issue?.message}.`, {
    where: 'world config',
    remedy: 'Change the value, or leave it out for the default.',
  });
}
