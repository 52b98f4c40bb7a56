import { sizeOf } from '../compute/program.js';
import type { TrainEstimate } from '../contract/workspace.js';
import { openDataset } from '../data/dataset.js';
import { openWorkspace } from '../data/workspace.js';
import { parameterSpecs } from '../model/parameters.js';
import { applySettings, parseTrainConfig, type TrainConfig } from '../train/config.js';
import { type PresetName, presets } from '../train/presets.js';
import type { Engine } from './engine.js';

/** Bytes of a parameter's float32 with its two moments, each in two copies that change places. */
const BYTES_A_PARAMETER = 4 * 3 * 2;
/** Float32 activations of a position and layer that the backward pass reads, in units of H. */
const KEPT_A_POSITION = 16;

/**
 * What a training will take, before it begins. Parameters are counted from the model's own shapes;
 * memory is 24 bytes a parameter plus activations: batch users · sequences' positions M · L · 16 H floats,
 * and pool · batch rows logits of two chunks. Seconds a step come from earlier runs of the same shape on
 * this machine, where there are any; else they are not known.
 */
export async function estimateTraining(
  engine: Engine,
  cell: Readonly<Record<string, unknown>>,
): Promise<TrainEstimate> {
  const config = configOf(cell);
  const { model, batchUsers, negatives } = config;
  const dataset = await openDataset(
    await openWorkspace(engine.workspaceFolder),
    String(cell.dataset),
  );
  const data = {
    embeddingWidth: dataset.pins.embeddingWidth || config.pinFeatureWidth + config.pinIdentityWidth,
    pins: dataset.pins.count,
    actionTypes: Math.max(1, dataset.actionTypes.length),
    surfaces: Math.max(1, dataset.surfaces.length),
    has: dataset.has,
  };
  const parameters = Object.values(parameterSpecs(model, data)).reduce(
    (sum, { shape }) => sum + sizeOf(shape),
    0,
  );
  const positions = batchUsers * model.sequenceLength;
  const activations = positions * model.layers * KEPT_A_POSITION * model.hidden * 4;
  const pins = (positions + negatives.random) * data.embeddingWidth * 4;
  const measured = await measuredStep(engine, config);
  return {
    parameters,
    memoryBytes: parameters * BYTES_A_PARAMETER + activations + pins,
    secondsPerStep: measured?.seconds ?? null,
    seconds: measured === undefined ? null : 2 * config.steps * measured.seconds,
    measuredOn: measured?.run ?? '',
  };
}

function configOf(cell: Readonly<Record<string, unknown>>): TrainConfig {
  const preset = presets[(cell.preset as PresetName | undefined) ?? 'modest'] ?? {};
  const objective = cell.objective === undefined ? {} : { objective: cell.objective };
  const settings = Object.entries((cell.set as Record<string, unknown> | undefined) ?? {}).map(
    ([key, value]) => `${key}=${JSON.stringify(value)}`,
  );
  // Checked by parseTrainConfig, which names what is wrong.
  return parseTrainConfig(applySettings({ ...preset, ...objective } as typeof preset, settings));
}

/** Median seconds a step of the newest run of the same model and batch. */
async function measuredStep(
  engine: Engine,
  config: TrainConfig,
): Promise<{ run: string; seconds: number } | undefined> {
  const shape = ({ model, batchUsers, negatives }: TrainConfig) =>
    JSON.stringify([model, batchUsers, negatives.random]);
  for (const { run } of (await engine.runs.list()).reverse()) {
    const details = await engine.runs.show(run);
    if (shape(details.config) !== shape(config)) continue;
    const rates = details.metrics
      .map(line => line.stepsPerSecond)
      .filter((rate): rate is number => typeof rate === 'number' && rate > 0)
      .sort((a, b) => a - b);
    const rate = rates[rates.length >> 1];
    if (rate !== undefined) return { run, seconds: 1 / rate };
  }
  return undefined;
}
