import { z } from 'zod';
import type { CellKindName } from './outputs.js';

/**
 * The settings of each kind of cell, as their YAML holds them. A text that begins with `$` names
 * another cell: what that one made (a run, a data set) stands in its place.
 */

/** `refersTo` stands in the JSON Schema too: a form proposes what may be named. */
const dataset = z
  .string()
  .min(1)
  .meta({ description: 'Data set, or the cell that makes it', refersTo: 'dataset' });
const run = z
  .string()
  .min(1)
  .meta({ description: 'Trained run, or the cell that trains it', refersTo: 'run' });
const runs = z.array(run).min(1).describe('Trained runs, or the cells that train them');
const users = z
  .enum(['validation', 'test'])
  .default('validation')
  .describe('Whom to measure; each look at test users is logged');
const cadences = z
  .array(z.string().min(1))
  .min(1)
  .default(['once', 'daily', 'realtime'])
  .describe('once, daily, realtime, or an interval with a delay such as 6h+1d');
const seed = z.int().default(1).describe('Seed of everything random');
const time = z.union([z.string(), z.number()]);
const follower = {
  run,
  user: z
    .string()
    .optional()
    .describe('A user of its own; without one the cell follows the selection'),
  at: time.optional().describe('A moment of its own, UTC'),
};

export const cellSchemas = {
  import: z.strictObject({
    dataset: z.string().min(1).describe('What to call the data set'),
    files: z.array(z.string().min(1)).min(1).describe('Files of actions on this machine'),
    as: z.enum(['gowalla', 'movielens', 'deskdrop']).optional().describe('Preset'),
    columns: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .describe('Names or positions from 1 of user, pin, at, type, surface, duration, rating'),
    delimiter: z.string().optional().describe('Between two columns; found by looking when absent'),
    header: z.boolean().optional().describe('Whether the first line names the columns'),
    time: z
      .enum(['s', 'ms', 'iso', 'dmy', 'mdy', 'order'])
      .optional()
      .describe('How times are written; dmy, mdy: dates with the day or the month first'),
    positive: z.string().optional().describe('Which actions are positive engagements'),
    pins: z.record(z.string(), z.unknown()).optional().describe('A file of pins and its columns'),
  }),
  dataset: z.strictObject({ dataset }),
  world: z.strictObject({
    dataset: z.string().min(1).default('world').describe('What to call the data set'),
    size: z.enum(['tiny', 'small', 'medium', 'large']).default('small'),
    seed,
    set: z.record(z.string(), z.number()).default({}).describe('Parameters of the world'),
  }),
  profile: z.strictObject({
    dataset,
    at: time.optional().describe('Split to look at; the proposed one when absent'),
  }),
  train: z.strictObject({
    dataset,
    preset: z.enum(['tiny', 'small', 'modest', 'base', 'paper']).default('modest'),
    objective: z.enum(['denseAllAction', 'sasrec']).default('denseAllAction'),
    seed,
    at: time.optional().describe('Train on what is not later; the proposed split when absent'),
    set: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('Settings over the preset, such as windowDays: 14'),
  }),
  simulate: z.strictObject({ runs, cadences, users, seed }),
  timeline: z.strictObject(follower),
  attention: z.strictObject(follower),
  target: z.strictObject({ ...follower, cadences }),
  retrieve: z.strictObject({
    ...follower,
    cadences,
    k: z.int().min(1).max(200).default(10).describe('Pins retrieved'),
    search: z.enum(['exact', 'hnsw']).default('exact').describe('Exact, or the HNSW index'),
  }),
  diversity: z.strictObject({ runs, cadences, users, seed }),
  users: z.strictObject({
    run,
    cadences,
    cadence: z
      .string()
      .optional()
      .describe('Cadence whose recall the slices show; the last one when absent'),
    users,
    seed,
    where: z.string().optional().describe('Which rows, such as recall_daily < 0.1'),
  }),
  compare: z.strictObject({
    runs: z.tuple([run, run]).describe('The two runs'),
    cadence: z.string().default('daily'),
    users,
    seed,
  }),
  sql: z.strictObject({ query: z.string() }),
  map: z.strictObject({
    run,
    method: z.enum(['pca', 'umap']).default('pca').describe('PCA at once, or UMAP as a job'),
    users: z.int().min(0).max(20_000).default(1000).describe('Users placed among the pins'),
    seed,
  }),
  index: z.strictObject({
    run,
    links: z.int().min(2).max(100).default(16).describe('M of HNSW'),
    efConstruction: z.int().min(2).max(2000).default(200),
    efSearch: z.int().min(1).max(2000).default(100),
  }),
} as const satisfies Record<CellKindName, z.ZodType>;

export type CellConfig<K extends CellKindName> = z.output<(typeof cellSchemas)[K]>;

export function isCellKind(word: string): word is CellKindName {
  return Object.hasOwn(cellSchemas, word);
}

/** Views on one user at one instant: the selection's, or those that the cell names. */
export const viewKinds: ReadonlySet<CellKindName> = new Set<CellKindName>([
  'timeline',
  'attention',
  'target',
  'retrieve',
]);

/** Cheap cells re-run by themselves when what they read changes; the others only go stale. */
export const cheapKinds: ReadonlySet<CellKindName> = new Set<CellKindName>([
  'dataset',
  'profile',
  'timeline',
  'attention',
  'target',
  'retrieve',
  'sql',
]);

/** Raised by hand when the same settings come to mean something else: older outputs are then stale. */
export const semanticsVersions: Readonly<Record<CellKindName, number>> = {
  import: 1,
  dataset: 1,
  world: 1,
  profile: 2,
  train: 1,
  simulate: 1,
  timeline: 2,
  attention: 2,
  target: 2,
  retrieve: 2,
  diversity: 2,
  users: 2,
  compare: 1,
  sql: 1,
  map: 3,
  index: 1,
};
