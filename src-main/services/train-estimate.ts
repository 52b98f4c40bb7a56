import { defaultThreads } from '../compute/threads.js';
import type { TrainEstimate } from '../contract/workspace.js';
import { openDataset } from '../data/dataset.js';
import { openWorkspace } from '../data/workspace.js';
import type { ModelData } from '../model/config.js';
import { parameterCount } from '../model/parameters.js';
import { lanesFor } from '../train/batch-parts.js';
import { applySettings, parseTrainConfig, type TrainConfig } from '../train/config.js';
import { embeddingWidthOf, modelDataOf } from '../train/model-data.js';
import { DEFAULT_PRESET, type PresetName, presets } from '../train/presets.js';
import { stepFlops } from '../train/step-flops.js';
import { trainBytes } from '../train/train-bytes.js';
import type { Engine } from './engine.js';

/** Share of the rate of large matrix products that a whole step reaches. */
const STEP_SHARE_OF_RATE = 0.4;

/**
 * What a training will take, before it begins. Parameters are counted from the model's own shapes. Memory
 * is that of `trainBytes`, for as many lanes as this machine's cores make. Seconds a step are those of the
 * newest run of this shape here; else of the newest run at all, scaled by the operations of a step; else the
 * operations over 0.4 of `gigaflops`, this machine's rate of matrix products, which is asked for only then
 * and may be out by a factor of two. Null where that is not known either. NOT_FOUND for an unknown data
 * set, BAD_INPUT for settings that are none.
 */
export async function estimateTraining(
  engine: Engine,
  cell: Readonly<Record<string, unknown>>,
  gigaflops: () => Promise<number | undefined>,
): Promise<TrainEstimate> {
  const config = configOf(cell);
  const data = await dataOf(engine, String(cell.dataset), config);
  const lanes = lanesFor(defaultThreads(), config.batchUsers);
  const parameters = parameterCount(config.model, data);
  const flops = stepFlops(config, data);
  const timed = (await timedStep(engine, config, flops)) ?? atRate(flops, await gigaflops());
  const phases = !config.validation.enabled || !config.refit ? 1 : 2;
  const steps = phases * config.steps;
  return {
    parameters,
    memoryBytes: trainBytes(config, { parameters, data, lanes }),
    steps,
    secondsPerStep: timed?.seconds ?? null,
    seconds: timed === undefined ? null : steps * timed.seconds,
    basis: timed?.basis ?? null,
    measuredOn: timed?.run ?? '',
  };
}

async function dataOf(engine: Engine, name: string, config: TrainConfig): Promise<ModelData> {
  const dataset = await openDataset(await openWorkspace(engine.workspaceFolder), name);
  return modelDataOf(dataset, embeddingWidthOf(dataset, config));
}

function configOf(cell: Readonly<Record<string, unknown>>): TrainConfig {
  const preset = presets[(cell.preset as PresetName | undefined) ?? DEFAULT_PRESET] ?? {};
  const objective = cell.objective === undefined ? {} : { objective: cell.objective };
  const settings = Object.entries((cell.set as Record<string, unknown> | undefined) ?? {}).map(
    ([key, value]) => `${key}=${JSON.stringify(value)}`,
  );
  // Checked by parseTrainConfig, which names what is wrong.
  return parseTrainConfig(applySettings({ ...preset, ...objective } as typeof preset, settings));
}

interface TimedStep {
  /** Empty without one. */
  readonly run: string;
  readonly basis: NonNullable<TrainEstimate['basis']>;
  readonly seconds: number;
}

/** Median seconds a step of the newest run of the same shape, or of the newest one, scaled. */
async function timedStep(
  engine: Engine,
  config: TrainConfig,
  flops: number,
): Promise<TimedStep | undefined> {
  const shape = ({ model, batchUsers, negatives, objective }: TrainConfig) =>
    JSON.stringify([model, batchUsers, negatives.random, objective]);
  const wanted = shape(config);
  const runs = [...(await engine.runs.list())].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  let other: TimedStep | undefined;
  for (const { run, dataset } of runs) {
    const { config: own, metrics } = await engine.runs.show(run);
    const rate = medianRate(metrics);
    if (rate === undefined) continue;
    if (shape(own) === wanted) return { run, basis: 'measured', seconds: 1 / rate };
    // The data set of an old run may be gone.
    const data = other ? undefined : await dataOf(engine, dataset, own).catch(() => undefined);
    if (data) other = { run, basis: 'scaled', seconds: flops / stepFlops(own, data) / rate };
  }
  return other;
}

/** A step that nobody has made yet, by its operations. */
function atRate(flops: number, gigaflops: number | undefined): TimedStep | undefined {
  if (gigaflops === undefined) return undefined;
  return { run: '', basis: 'rate', seconds: flops / (gigaflops * 1e9 * STEP_SHARE_OF_RATE) };
}

function medianRate(metrics: readonly Readonly<Record<string, unknown>>[]): number | undefined {
  const rates = metrics
    .map(line => line.stepsPerSecond)
    .filter((rate): rate is number => typeof rate === 'number' && rate > 0)
    .sort((a, b) => a - b);
  return rates[rates.length >> 1];
}
