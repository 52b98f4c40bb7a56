import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { badInput, StudioError } from '../base/errors.js';
import { sha256Of, writeFileAtomic } from '../base/files.js';
import { unknownName } from './names.js';
import type { Workspace } from './workspace.js';

/** Version of the data set's layout that this program writes and reads. */
export const DATASET_VERSION = 1;
export const MANIFEST = 'manifest.json';

const fileSchema = z.strictObject({ file: z.string(), sha256: z.string() });

const sourceSchema = z.strictObject({
  role: z.enum(['actions', 'pins']),
  /** As the user gave it. */
  path: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  rows: z.int(),
  accepted: z.int(),
  generation: z.int(),
});

/** Everything that a data set consists of; files that it does not name are not part of the data set. */
const manifestSchema = z.strictObject({
  format: z.literal('pinnerformer-dataset'),
  version: z.int(),
  name: z.string(),
  /** Counts the imports; files of one carry its number. */
  generation: z.int(),
  /** How the data came about: the mapping of an import, the parameters of a synthetic world. */
  origin: z.strictObject({
    kind: z.enum(['import', 'world']),
    settings: z.record(z.string(), z.unknown()),
  }),
  positiveRule: z.string(),
  has: z.strictObject({
    type: z.boolean(),
    surface: z.boolean(),
    duration: z.boolean(),
    time: z.boolean(),
    embedding: z.boolean(),
    interests: z.boolean(),
    title: z.boolean(),
  }),
  actionTypes: z.array(z.string()),
  surfaces: z.array(z.string()),
  embeddingWidth: z.int(),
  counts: z.strictObject({
    users: z.int(),
    /** Pins with at least one action. */
    pins: z.int(),
    /** Pins of the table, those without an action too. */
    cataloguePins: z.int(),
    actions: z.int(),
    positives: z.int(),
  }),
  /** Rejected rows by reason, over all imports. */
  rejected: z.record(z.string(), z.int()),
  firstAtMs: z.number(),
  lastAtMs: z.number(),
  sources: z.array(sourceSchema),
  /** Immutable Parquet files, in order of import. */
  parts: z.strictObject({
    actions: z.array(z.string()),
    pins: z.array(z.string()),
    rejects: z.array(z.string()),
  }),
  /** Column files of the newest generation. */
  columns: z.strictObject({
    users: fileSchema,
    pins: fileSchema,
    embeddings: fileSchema.nullable(),
    actions: z.array(fileSchema.extend({ firstAction: z.int(), actions: z.int() })),
  }),
  contentHash: z.string(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type Source = z.infer<typeof sourceSchema>;

/** Hex SHA-256 of what a model could see: columns, vocabularies, rule. Paths and times are left out. */
export function contentHashOf(manifest: Omit<Manifest, 'contentHash'>): string {
  const { has, positiveRule, actionTypes, surfaces, columns } = manifest;
  const files = [
    columns.users.sha256,
    columns.pins.sha256,
    columns.embeddings?.sha256 ?? '',
    ...columns.actions.map(shard => shard.sha256),
  ];
  return sha256Of(JSON.stringify([has, positiveRule, actionTypes, surfaces, files]));
}

/** The manifest of data/<name>, or undefined when there is no such data set. */
export async function findManifest(
  workspace: Workspace,
  name: string,
): Promise<Manifest | undefined> {
  const path = workspace.path('data', name, MANIFEST);
  let text: string;
  try {
    text = await fs.readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StudioError('UNAVAILABLE', 'the manifest of the data set cannot be read.', {
      where: path,
      cause,
    });
  }
  return parseManifest(text, path);
}

/** As findManifest, but NOT_FOUND with the nearest names when there is none. */
export async function readManifest(workspace: Workspace, name: string): Promise<Manifest> {
  const manifest = await findManifest(workspace, name);
  if (!manifest)
    throw unknownName('data set', name, await listDatasets(workspace), workspace.folder);
  return manifest;
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFileAtomic(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Names of the data sets that are whole. */
export async function listDatasets(workspace: Workspace): Promise<string[]> {
  const names = await workspace.list('data');
  const whole = await Promise.all(
    names.map(name =>
      fs.access(workspace.path('data', name, MANIFEST)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return names.filter((_, index) => whole[index]);
}

function parseManifest(text: string, path: string): Manifest {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw badInput('the manifest is not JSON.', {
      where: path,
      remedy: 'Import the data set again under a new name.',
      cause,
    });
  }
  const version = (content as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > DATASET_VERSION)
    throw new StudioError(
      'CONFLICT',
      `the data set has version ${version}; this program knows up to ${DATASET_VERSION}.`,
      { where: path, remedy: 'Update PinnerFormer Studio.' },
    );
  const parsed = manifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw badInput(`the manifest is damaged: ${z.prettifyError(parsed.error).split('\n')[0]}.`, {
    where: path,
    remedy: 'Import the data set again under a new name.',
  });
}
