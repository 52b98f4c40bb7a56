import { StudioError } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import { openDevice } from '../compute/devices.js';
import type { Device, DeviceName } from '../compute/program.js';
import type { Dataset } from '../data/columns.js';
import { openDataset } from '../data/dataset.js';
import { unknownName } from '../data/names.js';
import type { Workspace } from '../data/workspace.js';
import { endsAt } from '../evaluate/ends-at.js';
import { knownMembers } from '../evaluate/validation.js';
import { createUserEncoder, type UserEncoder } from '../model/encoder.js';
import { createPinEncoder } from '../model/pin-encoder.js';
import { runFolder } from '../train/run-folder.js';
import { openRunModel, type RunModel } from '../train/run-store.js';

export interface ServeOptions {
  readonly run: string;
  /** The refitted model by default, else that of the selection phase. */
  readonly phase?: 'selection' | 'final';
  readonly device: DeviceName | 'auto';
  readonly threads?: number | undefined;
}

/** A trained run with its data, ready to embed users and pins. */
export interface ServedRun {
  readonly model: RunModel;
  readonly dataset: Dataset;
  readonly device: Device;
  readonly users: UserEncoder;
  /** D. */
  readonly width: number;
  /** [pins, D], computed on first use; rows of pins without features mean nothing. */
  pinEmbeddings(): Promise<Float32Array>;
  /** Ascending pins whose features were known when training ended: the index. */
  readonly members: Int32Array;
  dispose(): Promise<void>;
}

/**
 * Opens a run to serve it. NOT_FOUND names the nearest runs; CONFLICT when the data set has changed
 * since the run was trained.
 */
export async function serveRun(
  workspace: Workspace,
  options: ServeOptions,
  context: JobContext,
): Promise<ServedRun> {
  const model = await openRunModel(workspace, options.run, options.phase ?? 'final');
  const dataset = await openDataset(workspace, model.dataset);
  if (dataset.contentHash !== model.contentHash)
    throw new StudioError(
      'CONFLICT',
      `data set "${model.dataset}" has changed since "${options.run}" was trained on it.`,
      {
        where: runFolder(workspace, options.run),
        remedy: 'Train a new run on the data as it is now.',
      },
    );
  const device = await openDevice(options.device, {
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    ...(context.onNote ? { onNote: context.onNote } : {}),
  });
  const { config, data, parameters, pinFeatures } = model;
  const users = await createUserEncoder(device, {
    config: config.model,
    data,
    parameters,
    columns: dataset.timelines,
    pinFeatures: pinFeatures.values,
    signal: context.signal,
  });
  let pins: Promise<Float32Array> | undefined;
  return {
    model,
    dataset,
    device,
    users,
    width: config.model.dimension,
    members: knownMembers(pinFeatures.known),
    pinEmbeddings: () => (pins ??= embedPins(device, model, context.signal)),
    async dispose() {
      users.dispose();
      await device.dispose();
    },
  };
}

async function embedPins(
  device: Device,
  { config, data, parameters, pinFeatures }: RunModel,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const encoder = await createPinEncoder(device, {
    config: config.model,
    data,
    parameters,
    signal,
  });
  try {
    return await encoder.encode(parameters.pinTable ?? pinFeatures.values);
  } finally {
    encoder.dispose();
  }
}

/** Users that have an action at or before `atMs`, and their embeddings then, [users, D]. */
export async function embedUsersAt(
  served: ServedRun,
  atMs: number,
): Promise<{ users: Int32Array; embeddings: Float32Array }> {
  const { timelines } = served.dataset;
  const all = Int32Array.from({ length: timelines.userCount }, (_, user) => user);
  const ends = endsAt(timelines, all, atMs);
  const users = all.filter(user => (ends[user] ?? 0) > (timelines.offsets[user] ?? 0));
  const embeddings = await served.users.encode(
    users,
    Uint32Array.from(users, user => ends[user] ?? 0),
  );
  return { users, embeddings };
}

/** Index of a user by id; NOT_FOUND when the data set has none such. */
export function findUser(dataset: Dataset, id: string): number {
  const user = dataset.userIds.indexOf(id);
  if (user >= 0) return user;
  const some = Array.from({ length: Math.min(500, dataset.userIds.length) }, (_, index) =>
    dataset.userIds.at(index),
  );
  throw unknownName('user', id, some, `data set ${dataset.name}`);
}
