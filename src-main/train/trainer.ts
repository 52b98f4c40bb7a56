import { version as codeVersion } from '../../package.json';
import { badInput, StudioError } from '../base/errors.js';
import type { JobContext } from '../base/progress.js';
import { DAY_MS } from '../base/time.js';
import { openDevice } from '../compute/devices.js';
import type { Device, DeviceName } from '../compute/program.js';
import { openDataset } from '../data/dataset.js';
import { checkName } from '../data/names.js';
import {
  checkSelection,
  checkSplit,
  chooseSplit,
  EVALUATION_DAYS,
  proposedSplitMs,
} from '../data/split.js';
import type { Workspace } from '../data/workspace.js';
import { lanesFor } from './batch-parts.js';
import type { Phase, ValidationPoint } from './checkpoint.js';
import {
  applySettings,
  parseTrainConfig,
  type TrainConfig,
  type TrainConfigInput,
} from './config.js';
import { bestValidation, diagnose } from './diagnosis.js';
import type { ObjectiveName } from './objectives/registry.js';
import { setUpPhase } from './phase-setup.js';
import { DEFAULT_PRESET, overlay, type PresetName, presets } from './presets.js';
import { openDatasetOfRun } from './run-dataset.js';
import { takenNames } from './run-folder.js';
import { differences, RUN_VERSION, type RunRecord } from './run-record.js';
import { createRun, freeRunName, openRun, type Run } from './run-store.js';
import { type PhaseResult, trainPhase } from './train-phase.js';

/** What to train. On `resume` whatever is left out is as the run was made. */
export interface TrainRequest {
  /** Left out only with `resume`. */
  readonly dataset?: string | undefined;
  /** Made readable and free when left out: gowalla-dense-1. */
  readonly run?: string | undefined;
  readonly preset?: PresetName | undefined;
  readonly objective?: ObjectiveName | undefined;
  /** Laid over the preset. */
  readonly config?: TrainConfigInput | undefined;
  /** `key.path=value`, last of all. */
  readonly settings?: readonly string[] | undefined;
  /** t, UTC ms; the split that `profile` proposes when left out. */
  readonly atMs?: number | undefined;
  readonly seed?: number | undefined;
  readonly device?: DeviceName | 'auto' | undefined;
  readonly threads?: number | undefined;
  readonly resume?: boolean | undefined;
  /** Threads that make batches, 1 when left out; 0 makes them between steps. Changes no result. */
  readonly batchWorkers?: number | undefined;
}

export interface TrainReport {
  readonly run: string;
  /** Steps of the model that the run ends with. */
  readonly steps: number;
  readonly seconds: number;
  /** Path of the last checkpoint. */
  readonly checkpoint: string;
  readonly checkpointSha256: string;
  /** The chosen validation; null without a selection phase. */
  readonly validation: ValidationPoint | null;
  /** What the curves say, with what to try; null when they say nothing. */
  readonly diagnosis: string | null;
}

/**
 * Trains a run (spec §1, §4): a selection phase on actions up to t − 14 d, measured on validation users,
 * then a final phase on actions up to t for the steps that were best. Runs in the compute process.
 */
export async function trainRun(
  workspace: Workspace,
  request: TrainRequest,
  context: JobContext = {},
): Promise<TrainReport> {
  const startMs = performance.now();
  const run = request.resume
    ? await resumeRun(workspace, request, context)
    : await newRun(workspace, request);
  const { record } = run;
  const { config } = record;
  const dataset = await openDatasetOfRun(workspace, run.name, record.dataset);
  const { userIds, timelines } = dataset;
  const chosen = chooseSplit(userIds, timelines, config.splitSeed, record.atMs, config.users);
  checkSplit(timelines, chosen, record.atMs, config.users);
  if (config.validation.enabled) checkSelection(dataset.firstAtMs, record.atMs);
  const device = await openDevice(request.device ?? 'auto', {
    ...(request.threads === undefined ? {} : { threads: request.threads }),
    ...(context.onNote ? { onNote: context.onNote } : {}),
  });
  const phase = async (name: Phase, untilMs: number, steps: number): Promise<PhaseResult> => {
    context.onProgress?.({ stage: 'preparing', done: 0, unit: 'steps' });
    const setup = await setUpPhase({
      dataset,
      config,
      seed: record.seed,
      phase: name,
      folder: run.phaseFolder(name),
      untilMs,
      split: chosen.split,
      lanes: trainingLanes(device, config),
      signal: context.signal,
    });
    const batchWorkers = request.batchWorkers ?? 1;
    return trainPhase({ device, dataset, run, setup, steps, batchWorkers, context });
  };
  try {
    let result: PhaseResult | undefined;
    let last: Phase = 'final';
    let validation: ValidationPoint | undefined;
    let diagnosis: string | undefined;
    let steps = config.steps;
    if (config.validation.enabled) {
      last = 'selection';
      result = await phase('selection', record.atMs - EVALUATION_DAYS * DAY_MS, steps);
      const { targets } = config.validation;
      validation = bestValidation(result.validations, targets);
      diagnosis = diagnose(result.validations, targets, steps);
      if (diagnosis) context.onNote?.(diagnosis);
      steps = validation?.step ?? steps;
    }
    if (config.refit || !result) {
      last = 'final';
      result = await phase('final', record.atMs, steps);
    }
    return {
      run: run.name,
      steps: result.step,
      seconds: (performance.now() - startMs) / 1000,
      checkpoint: run.checkpointPath(last, 'last'),
      checkpointSha256: result.checkpointSha256,
      validation: validation ?? null,
      diagnosis: diagnosis ?? null,
    };
  } finally {
    await device.dispose();
  }
}

/** Lanes on this device; a learned table is one for all, so that its gradient is not exchanged. */
function trainingLanes(device: Device, config: TrainConfig): number {
  const able = device.name === 'cpu' && config.model.pinInput === 'given';
  return able ? lanesFor(device.threads, config.batchUsers) : 1;
}

async function newRun(workspace: Workspace, request: TrainRequest): Promise<Run> {
  if (request.dataset === undefined)
    throw badInput('no data set was named.', {
      where: 'dataset',
      remedy: 'Name the `dataset` to train on.',
    });
  const config = configOf(request, presets[request.preset ?? DEFAULT_PRESET]);
  const dataset = await openDataset(workspace, request.dataset);
  if (!dataset.has.time && config.objective === 'denseAllAction')
    throw badInput(`data set "${dataset.name}" has no times, only an order of its rows.`, {
      where: 'objective',
      remedy: 'Choose the `objective` sasrec, or import times.',
    });
  const taken = await takenNames(workspace);
  const name =
    request.run === undefined
      ? freeRunName(dataset.name, config.objective, taken)
      : checkName('run', request.run);
  return createRun(workspace, {
    version: RUN_VERSION,
    run: name,
    dataset: dataset.name,
    contentHash: dataset.contentHash,
    config,
    seed: request.seed ?? 1,
    atMs: request.atMs ?? proposedSplitMs(dataset),
    codeVersion,
    createdAt: new Date().toISOString(),
  });
}

function configOf(request: TrainRequest, base: TrainConfigInput): TrainConfig {
  let config = base;
  if (request.objective !== undefined) config = { ...config, objective: request.objective };
  if (request.config) config = overlay(config, request.config);
  return parseTrainConfig(applySettings(config, request.settings ?? []));
}

/** Goes on with a run as it was made. CONFLICT says what the request or the data set has changed. */
async function resumeRun(
  workspace: Workspace,
  request: TrainRequest,
  context: JobContext,
): Promise<Run> {
  if (request.run === undefined)
    throw badInput('no run was named.', {
      where: 'run',
      remedy: 'Name the `run` to go on with.',
    });
  const run = await openRun(workspace, request.run);
  const { record } = run;
  const base = request.preset === undefined ? record.config : presets[request.preset];
  const dataset = await openDatasetOfRun(workspace, run.name, record.dataset);
  const asked: Partial<RunRecord> = {
    config: configOf(request, base),
    dataset: request.dataset ?? record.dataset,
    contentHash: dataset.contentHash,
    seed: request.seed ?? record.seed,
    atMs: request.atMs ?? record.atMs,
  };
  const { config, dataset: name, contentHash, seed, atMs } = record;
  const was = { config, dataset: name, contentHash, seed, atMs };
  const changed = differences(was, asked);
  if (changed.length > 0)
    throw new StudioError(
      'CONFLICT',
      `run "${run.name}" cannot go on, since ${changed.join('; ')}.`,
      {
        where: run.folder,
        remedy: 'Give what the run was made with, or train a new run.',
      },
    );
  if (record.codeVersion !== codeVersion)
    context.onNote?.(
      `Run ${run.name} was begun by version ${record.codeVersion}; this is ${codeVersion}.`,
    );
  return run;
}
