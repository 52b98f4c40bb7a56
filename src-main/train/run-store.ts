import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../base/errors.js';
import { writeFileAtomic } from '../base/files.js';
import { readableName, unknownName } from '../data/names.js';
import type { Workspace } from '../data/workspace.js';
import type { ModelData } from '../model/config.js';
import { type CheckpointMeta, type Phase, readCheckpoint } from './checkpoint.js';
import { parseTrainConfig, type TrainConfig } from './config.js';
import { readPhaseInputs } from './phase-files.js';
import { openDatasetOfRun } from './run-dataset.js';
import { modelNames, runFolder, takenNames } from './run-folder.js';
import { RunLog } from './run-log.js';
import { parseRunRecord, type RunRecord } from './run-record.js';

/** The folder of a run and what it was made with. */
export interface Run {
  readonly name: string;
  readonly folder: string;
  readonly record: RunRecord;
  readonly log: RunLog;
  /** Folder of a phase. */
  phaseFolder(phase: Phase): string;
  /** Path of a phase's newest or best checkpoint. */
  checkpointPath(phase: Phase, which: 'last' | 'best'): string;
}

/** A trained model with everything that is needed to use it. */
export interface RunModel {
  readonly run: string;
  readonly phase: Phase;
  readonly config: TrainConfig;
  readonly data: ModelData;
  /** By name, without prefix. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
  /** [pins, E], and 1 for each pin whose features are known at `atMs`. */
  readonly pinFeatures: { readonly values: Float32Array; readonly known: Uint8Array };
  /** End of this phase's training time, UTC ms: t, or t − 14 d for `selection`. */
  readonly atMs: number;
  readonly dataset: string;
  readonly contentHash: string;
  /** 0 train, 1 validation, 2 test of each data set user. */
  readonly split: Uint8Array;
  /** Steps made. */
  readonly step: number;
  readonly checkpointSha256: string;
  readonly vocabulary: CheckpointMeta['vocabulary'];
}

/** Opens a run or model; NOT_FOUND names the nearest ones, CONFLICT a run of a newer program. */
export async function openRun(workspace: Workspace, name: string): Promise<Run> {
  const folder = runFolder(workspace, name);
  const place = join(folder, 'run.json');
  let text: string;
  try {
    text = await fs.readFile(place, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw unknownName('run', name, await takenNames(workspace), workspace.folder);
  }
  return describeRun(name, folder, parseRunRecord(text, place));
}

/** Makes the folder of a new run. CONFLICT when there is a run or model of that name. */
export async function createRun(workspace: Workspace, record: RunRecord): Promise<Run> {
  const folder = workspace.path('runs', record.run);
  if ((await modelNames(workspace)).includes(record.run))
    throw new StudioError('CONFLICT', `there is a model "${record.run}", which stays as it is.`, {
      where: workspace.path('models', record.run),
      remedy: 'Choose another `run`.',
    });
  if ((await workspace.list('runs')).includes(record.run))
    throw new StudioError('CONFLICT', `there is a run "${record.run}" already.`, {
      where: folder,
      remedy: 'Go on with it by `resume`, or choose another `run`.',
    });
  await writeFileAtomic(join(folder, 'run.json'), `${JSON.stringify(record, null, 2)}\n`);
  return describeRun(record.run, folder, record);
}

function describeRun(name: string, folder: string, record: RunRecord): Run {
  return {
    name,
    folder,
    record,
    log: new RunLog(join(folder, 'metrics.jsonl')),
    phaseFolder: phase => join(folder, phase),
    checkpointPath: (phase, which) => join(folder, phase, `${which}.safetensors`),
  };
}

/**
 * The model of a run: `selection` is the best checkpoint on its validation users, `final` the one
 * refitted up to t. NOT_FOUND when the phase is not there or not finished, with the way to get it.
 */
export async function openRunModel(
  workspace: Workspace,
  name: string,
  phase: Phase,
): Promise<RunModel> {
  const run = await openRun(workspace, name);
  const path = run.checkpointPath(phase, phase === 'selection' ? 'best' : 'last');
  const checkpoint = await readCheckpoint(path);
  if (!checkpoint && phase === 'final' && !run.record.config.refit)
    throw new StudioError(
      'NOT_FOUND',
      `run "${name}" was trained without refit: it has a selection phase only, and no final model.`,
      {
        where: run.folder,
        remedy: 'Train another run with refit: true; what is served is its final model.',
      },
    );
  if (!checkpoint && phase === 'selection' && !run.record.config.validation.enabled)
    throw new StudioError(
      'NOT_FOUND',
      `run "${name}" was trained without validation: it has a final model only.`,
      {
        where: run.folder,
        remedy: 'Measure test users, or train another run with validation.enabled: true.',
      },
    );
  if (!checkpoint || (phase === 'final' && !checkpoint.meta.finished))
    throw new StudioError(
      'NOT_FOUND',
      checkpoint
        ? `the training of run "${name}" stopped at step ${checkpoint.meta.step}.`
        : `run "${name}" has no model of its ${phase} phase.`,
      {
        where: run.folder,
        remedy: `Finish its training first: go on with it by \`resume\`.`,
      },
    );
  const { meta } = checkpoint;
  const config = parseTrainConfig(meta.config);
  const dataset = await openDatasetOfRun(workspace, name, meta.dataset);
  const inputs = await readPhaseInputs(run.phaseFolder(phase), () => dataset.pins.embeddings);
  if (!inputs)
    throw new StudioError('NOT_FOUND', `the pin features of run "${name}" are missing.`, {
      where: run.phaseFolder(phase),
      remedy: 'Train the run again under another name.',
    });
  return {
    run: name,
    phase,
    config,
    data: meta.modelData,
    parameters: parametersIn(checkpoint.arrays),
    pinFeatures: { values: inputs.pinFeatures, known: inputs.known },
    atMs: meta.atMs,
    dataset: meta.dataset,
    contentHash: meta.contentHash,
    split: inputs.split,
    step: meta.step,
    checkpointSha256: checkpoint.sha256,
    vocabulary: meta.vocabulary,
  };
}

/** The trained arrays of a checkpoint, without those of the optimizer. */
function parametersIn(
  arrays: Readonly<Record<string, Float32Array>>,
): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(arrays)
      .filter(([name]) => name.startsWith('p.'))
      .map(([name, values]) => [name.slice(2), values]),
  );
}

/** A free readable name for a run: `gowalla-dense-1`. */
export function freeRunName(dataset: string, objective: string, taken: readonly string[]): string {
  return readableName(`${dataset}-${objective === 'denseAllAction' ? 'dense' : objective}`, taken);
}
