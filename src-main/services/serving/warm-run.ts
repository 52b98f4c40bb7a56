import { StudioError } from '../../base/errors.js';
import type { Device } from '../../compute/program.js';
import type { OpenDataset } from '../../data/dataset.js';
import { openDataset } from '../../data/dataset.js';
import type { Workspace } from '../../data/workspace.js';
import { knownMembers } from '../../evaluate/validation.js';
import { type AttentionReader, createAttentionReader } from '../../inspect/attention.js';
import { type UserTimeline, userTimeline } from '../../inspect/user-timeline.js';
import { createUserEncoder, type UserEncoder } from '../../model/encoder.js';
import { createPinEncoder } from '../../model/pin-encoder.js';
import { type SequenceRule, sequenceRule } from '../../model/sequence.js';
import { createExactIndex, type ExactIndex } from '../../retrieve/exact.js';
import type { Phase } from '../../train/checkpoint.js';
import { runFolder } from '../../train/run-folder.js';
import { openRunModel, type RunModel } from '../../train/run-store.js';
import { cachingEncoder } from './caching-encoder.js';
import { Lru } from './lru.js';
import { storedPinEmbeddings } from './stored-pin-embeddings.js';
import { manifestPath, writtenAt } from './written-at.js';

/** Users whose timelines are held. */
const HELD_USERS = 64;
/** Sequences of one run of an encoder program: as many as cadences are shown side by side. */
const BATCH_SEQUENCES = 4;

/** A run that is ready to answer: programs compiled, pins embedded, timelines at hand. */
export interface WarmRun {
  readonly model: RunModel;
  readonly dataset: OpenDataset;
  /** When the data set that was opened had been written. */
  readonly dataWrittenAt: number;
  readonly device: Device;
  readonly encoder: UserEncoder;
  readonly attention: AttentionReader;
  readonly rule: SequenceRule;
  /** [pins, D]. */
  readonly pinEmbeddings: Float32Array;
  /** Ascending pins of the index: those whose features are known at t. */
  readonly members: Int32Array;
  readonly index: ExactIndex;
  /** The same object for the same user, so that its embeddings are remembered. */
  timeline(user: number): UserTimeline;
  dispose(): void;
}

/**
 * Opens a run on a device that others share. NOT_FOUND names the nearest runs; CONFLICT when the data set
 * has changed since it was trained.
 */
export async function warmRun(
  workspace: Workspace,
  device: Device,
  run: string,
  phase: Phase,
  onNote?: (line: string) => void,
): Promise<WarmRun> {
  const model = await openRunModel(workspace, run, phase);
  const dataWrittenAt = await writtenAt(manifestPath(workspace, model.dataset));
  const dataset = await openDataset(workspace, model.dataset);
  if (dataset.contentHash !== model.contentHash)
    throw new StudioError(
      'CONFLICT',
      `data set "${model.dataset}" has changed since "${run}" was trained on it.`,
      {
        where: runFolder(workspace, run),
        remedy: 'Train a new run on the data as it is now.',
      },
    );
  const { data, parameters } = model;
  const config = model.config.model;
  const encoder = await createUserEncoder(device, {
    config,
    data,
    parameters,
    columns: dataset.timelines,
    pinFeatures: model.pinFeatures.values,
    batchSequences: BATCH_SEQUENCES,
  });
  try {
    await encoder.prepare();
    const embed = () => embedPins(device, model);
    const pinEmbeddings = await storedPinEmbeddings(workspace, model, embed, onNote);
    const members = knownMembers(model.pinFeatures.known);
    const timelines = new Lru<number, UserTimeline>(HELD_USERS);
    const attention = createAttentionReader(encoder.model);
    return {
      model,
      dataset,
      dataWrittenAt,
      device,
      encoder: cachingEncoder(encoder),
      attention,
      rule: sequenceRule(config, data),
      pinEmbeddings,
      members,
      index: createExactIndex(device, pinEmbeddings, dataset.pins.count, config.dimension, {
        members,
        resident: true,
      }),
      timeline(user) {
        const held = timelines.get(user);
        if (held) return held;
        const read = userTimeline(dataset.readTimeline(user));
        timelines.set(user, read);
        return read;
      },
      dispose() {
        attention.dispose();
        encoder.dispose();
      },
    };
  } catch (error) {
    encoder.dispose();
    throw error;
  }
}

async function embedPins(device: Device, model: RunModel): Promise<Float32Array> {
  const { config, data, parameters, pinFeatures } = model;
  const encoder = await createPinEncoder(device, { config: config.model, data, parameters });
  try {
    return await encoder.encode(parameters.pinTable ?? pinFeatures.values);
  } finally {
    encoder.dispose();
  }
}
