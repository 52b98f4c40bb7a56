import { sizeOf } from '../compute/program.js';
import { defaultThreads } from '../compute/threads.js';
import type { TrainEstimate } from '../contract/workspace.js';
import { openDataset } from '../data/dataset.js';
import { openWorkspace } from '../data/workspace.js';
import type { ModelData } from '../model/config.js';
import { parameterSpecs } from '../model/parameters.js';
import { lanesFor, piecesFor } from '../train/batch-parts.js';
import { applySettings, parseTrainConfig, type TrainConfig } from '../train/config.js';
import { DEFAULT_PRESET, type PresetName, presets } from '../train/presets.js';
import { logitShape, stepFlops } from '../train/step-flops.js';
import type { Engine } from './engine.js';

/** Bytes of a parameter's float32 with its two moments, each in two copies that change places. */
const BYTES_A_PARAMETER = 4 * 3 * 2;
/** Float32 activations of a position and layer that the backward pass reads, in units of H. */
const KEPT_A_POSITION = 16;
/** Copies of the float32 logits: themselves, their softmax, its gradient. */
const COPIES_OF_LOGITS = 3;
/** Of the compute process before any batch: Node, the device's library, graphs. */
const PROCESS_BYTES = 220e6;
/** Share of the rate of large matrix products that a whole step reaches. */
const STEP_SHARE_OF_RATE = 0.4;

/**
 * What a training will take, before it begins. Parameters are counted from the model's own shapes. Memory
 * is the compute process's own, 24 bytes a parameter, activations of batch users · M · L · 16 H floats
 * over the pieces that a lane computes one after the other, three copies of the logits, and the batch's pins: 0.90 to 0.94 of the peaks measured for the presets
 * tiny, modest and small, less where timelines are shorter than M. Seconds a step are those of the newest
 * run of this shape here; else of the newest run at all, scaled by the operations of a step; else the
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
  const data = await modelDataOf(engine, String(cell.dataset), config);
  const { model, batchUsers, negatives } = config;
  const parameters = Object.values(parameterSpecs(model, data)).reduce(
    (sum, { shape }) => sum + sizeOf(shape),
    0,
  );
  const positions = batchUsers * model.sequenceLength;
  const pieces = piecesFor(config, lanesFor(defaultThreads(), batchUsers));
  const activations = (positions / pieces) * model.layers * KEPT_A_POSITION * model.hidden * 4;
  const pins = (positions + negatives.random) * data.embeddingWidth * 4;
  const { rows, columns } = logitShape(config);
  const logits = COPIES_OF_LOGITS * rows * columns * 4;
  const flops = stepFlops(config, data);
  const timed = (await timedStep(engine, config, flops)) ?? atRate(flops, await gigaflops());
  const phases = !config.validation.enabled || !config.refit ? 1 : 2;
  const steps = phases * config.steps;
  return {
    parameters,
    memoryBytes: PROCESS_BYTES + parameters * BYTES_A_PARAMETER + activations + logits + pins,
    steps,
    secondsPerStep: timed?.seconds ?? null,
    seconds: timed === undefined ? null : steps * timed.seconds,
    basis: timed?.basis ?? null,
    measuredOn: timed?.run ?? '',
  };
}

async function modelDataOf(
  engine: Engine,
  name: string,
  { pinFeatureWidth, pinIdentityWidth }: TrainConfig,
): Promise<ModelData> {
  const dataset = await openDataset(await openWorkspace(engine.workspaceFolder), name);
  return {
    embeddingWidth: dataset.pins.embeddingWidth || pinFeatureWidth + pinIdentityWidth,
    pins: dataset.pins.count,
    actionTypes: Math.max(1, dataset.actionTypes.length),
    surfaces: Math.max(1, dataset.surfaces.length),
    has: dataset.has,
  };
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
    const data = other ? undefined : await modelDataOf(engine, dataset, own).catch(() => undefined);
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
