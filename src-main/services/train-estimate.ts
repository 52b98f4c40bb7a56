import { sizeOf } from '../compute/program.js';
import { defaultThreads } from '../compute/threads.js';
import type { TrainEstimate } from '../contract/workspace.js';
import type { Dataset } from '../data/columns.js';
import { openDataset } from '../data/dataset.js';
import { openWorkspace } from '../data/workspace.js';
import type { ModelData } from '../model/config.js';
import { parameterSpecs } from '../model/parameters.js';
import { HELD_A_POSITION, lanesFor, piecesFor } from '../train/batch-parts.js';
import { applySettings, parseTrainConfig, type TrainConfig } from '../train/config.js';
import { DEFAULT_PRESET, type PresetName, presets } from '../train/presets.js';
import { logitShape, stepFlops } from '../train/step-flops.js';
import type { Engine } from './engine.js';

/** Bytes of a parameter's float32 with its two moments, each in two copies that change places. */
const BYTES_A_PARAMETER = 4 * 3 * 2;
/** Copies of the float32 logits: themselves, their softmax, its gradient. */
const COPIES_OF_LOGITS = 3;
/** Copies of the pin tower's hidden layer over the pool, of 4 D floats a pin. */
const COPIES_OF_TOWER = 10;
/** Of the compute process before any batch: Node, the device's library, graphs, a small data set. */
const PROCESS_BYTES = 330e6;
/** Of a lane beyond the first, and the share of what is computed at once that its programs keep anew. */
const LANE_BYTES = 190e6;
const HELD_BY_LANE = 0.4;
/** Share of the rate of large matrix products that a whole step reaches. */
const STEP_SHARE_OF_RATE = 0.4;

/**
 * What a training will take, before it begins. Parameters are counted from the model's own shapes. Memory
 * is that of `trainBytes`, for as many lanes as this machine's cores make. Seconds a step are those of the newest
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
  const data = modelDataOf(await datasetOf(engine, String(cell.dataset)), config);
  const lanes = lanesFor(defaultThreads(), config.batchUsers);
  const parameters = Object.values(parameterSpecs(config.model, data)).reduce(
    (sum, { shape }) => sum + sizeOf(shape),
    0,
  );
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

/**
 * Bytes at the peak of a training: the process's own; of what one piece in every lane computes at once
 * 62 H floats a position and layer and three copies of its logits; ten of the pin tower's hidden layer
 * over the pool; the batch's pins; and for every lane 24 bytes a parameter, and beyond the first lane
 * 190 MB and .4 of what is computed at once. .88 to 1.07 of the peaks that bench train-memory
 * measures for the presets tiny to base on one and two threads; less where timelines are shorter than M.
 */
export function trainBytes(
  config: TrainConfig,
  of: { readonly parameters: number; readonly data: ModelData; readonly lanes: number },
): number {
  const { model, batchUsers, negatives } = config;
  const { lanes, parameters } = of;
  const pieces = piecesFor(config, lanes);
  const positions = batchUsers * model.sequenceLength;
  const { rows, columns } = logitShape(config);
  const held = (positions / pieces) * model.layers * HELD_A_POSITION * model.hidden * 4;
  const logits = COPIES_OF_LOGITS * (rows / pieces) * columns * 4;
  const tower = COPIES_OF_TOWER * columns * 4 * model.dimension * 4;
  const pins = (positions + negatives.random) * of.data.embeddingWidth * 4;
  const ofLanes = (lanes - 1) * (LANE_BYTES + HELD_BY_LANE * (held + logits));
  return (
    PROCESS_BYTES + held + logits + tower + pins + lanes * parameters * BYTES_A_PARAMETER + ofLanes
  );
}

/** What a model needs to know of its data. */
export function modelDataOf(dataset: Dataset, config: TrainConfig): ModelData {
  return {
    embeddingWidth: dataset.pins.embeddingWidth || config.pinFeatureWidth + config.pinIdentityWidth,
    pins: dataset.pins.count,
    actionTypes: Math.max(1, dataset.actionTypes.length),
    surfaces: Math.max(1, dataset.surfaces.length),
    has: dataset.has,
  };
}

async function datasetOf(engine: Engine, name: string): Promise<Dataset> {
  return openDataset(await openWorkspace(engine.workspaceFolder), name);
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
    const found = other ? undefined : await datasetOf(engine, dataset).catch(() => undefined);
    if (found) {
      const data = modelDataOf(found, own);
      other = { run, basis: 'scaled', seconds: flops / stepFlops(own, data) / rate };
    }
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
