import { badInput } from '../base/errors.js';
import type { Rng } from '../base/rng.js';
import { sizeOf, type TensorSpec, type TensorSpecs } from '../compute/program.js';
import { PHASES, SCALARS } from './batch-layout.js';
import { activeFeatures, type ModelConfig, type ModelData, pinWidth } from './config.js';
import { PHASE_BLOCKS, SCALAR_COLUMNS } from './features.js';
import { orthogonal } from './orthogonal.js';

/** Hidden width of a two-layer MLP over its input's or output's width (PinnerFormer A.2). */
export const EXPANSION = 4;
/** Ages, in actions, after which an action's weight in the initial user mean is halved. */
const RECENCY_HALF_LIFE = 10;

type Initialiser = (values: Float32Array, shape: readonly number[], rng: Rng) => void;
interface Parameter {
  readonly shape: readonly number[];
  readonly fill: Initialiser;
}

const zeros: Initialiser = () => {};
const ones: Initialiser = values => {
  values.fill(1);
};
const constant =
  (value: number): Initialiser =>
  values => {
    values.fill(value);
  };
const normal =
  (deviation: number): Initialiser =>
  (values, _shape, rng) => {
    for (let i = 0; i < values.length; i++) values[i] = deviation * rng.normal();
  };
/** Keeps the variance of unit inputs; `gain` thins residual branches. */
const fanIn =
  (gain = 1): Initialiser =>
  (values, shape, rng) =>
    normal(gain / Math.sqrt(shape[0] ?? 1))(values, shape, rng);

/**
 * Shapes of all trained arrays, in the order of the graph; a feature that is off has none. Throws
 * BAD_INPUT where config and data do not fit.
 */
export function parameterSpecs(config: ModelConfig, data: ModelData): TensorSpecs {
  const specs: Record<string, TensorSpec> = {};
  for (const [name, parameter] of Object.entries(parameterTable(config, data)))
    specs[name] = { shape: parameter.shape, dtype: 'float32' };
  return specs;
}

/** Starting values of all trained arrays, drawn from `rng` in the order of `parameterSpecs`. */
export function initialParameters(
  config: ModelConfig,
  data: ModelData,
  rng: Rng,
): Record<string, Float32Array> {
  const values: Record<string, Float32Array> = {};
  for (const [name, parameter] of Object.entries(parameterTable(config, data))) {
    const array = new Float32Array(sizeOf(parameter.shape));
    parameter.fill(array, parameter.shape, rng);
    values[name] = array;
  }
  return values;
}

function parameterTable(config: ModelConfig, data: ModelData): Record<string, Parameter> {
  const { hidden: H, layers: L, dimension: D } = config;
  const table: Record<string, Parameter> = {};
  const add = (name: string, shape: readonly number[], fill: Initialiser) => {
    table[name] = { shape, fill };
  };
  addInput(config, data, add);
  const norm = (name: string) => {
    add(`${name}.gain`, [H], ones);
    add(`${name}.bias`, [H], zeros);
  };
  const thin = 1 / Math.sqrt(2 * L);
  for (let layer = 0; layer < L; layer++) {
    const block = `block${layer}`;
    norm(`${block}.attentionNorm`);
    add(`${block}.query.w`, [H, H], fanIn());
    add(`${block}.query.b`, [H], zeros);
    // A bias of the keys shifts all scores of a query alike: it has no effect and no gradient.
    add(`${block}.keyValue.w`, [H, 2 * H], fanIn());
    add(`${block}.value.b`, [H], zeros);
    add(`${block}.attentionOut.w`, [H, H], fanIn(thin));
    add(`${block}.attentionOut.b`, [H], zeros);
    norm(`${block}.feedForwardNorm`);
    addMlp(`${block}.feedForward`, H, EXPANSION * H, H, thin, add);
  }
  norm('userHead.norm');
  addMlp('userHead', H, EXPANSION * H, D, 1, add);
  if (config.pinInput === 'given')
    addMlp('pinTower', data.embeddingWidth, EXPANSION * D, D, 1, add);
  addResidual(config, data, add);
  const { initial, floor } = config.temperature;
  add('temperature', [], constant(Math.log(initial - floor)));
  return table;
}

type Add = (name: string, shape: readonly number[], fill: Initialiser) => void;

function addInput(config: ModelConfig, data: ModelData, add: Add): void {
  const { hidden: H, sequenceLength: M, categoryWidth } = config;
  const width = pinWidth(config, data);
  if (width < 1)
    throw badInput('the pins have no features: embeddingWidth is 0.', {
      where: 'model.pinInput',
      remedy: 'Give pin features, or set pinInput to learned.',
    });
  if (config.pinInput === 'learned') {
    if (!data.pins)
      throw badInput('pinInput: learned needs the number of pins.', { where: 'model.pinInput' });
    add('pinTable', [data.pins, width], normal(1 / Math.sqrt(width)));
  }
  const features = activeFeatures(config, data);
  // A pin vector is about one long as a whole, so its weights keep its length, not each entry's.
  if (features.pin) add('input.pin', [width, H], normal(1));
  for (const name of ['type', 'surface'] as const) {
    if (!features[name]) continue;
    const rows = name === 'type' ? data.actionTypes : data.surfaces;
    add(`${name}Table`, [rows, categoryWidth], normal(1));
    add(`input.${name}`, [categoryWidth, H], fanIn(0.5));
  }
  const timeDeviation = 1 / Math.sqrt(2 * PHASES);
  for (const name of ['timestamp', 'sinceLatest', 'gap'] as const) {
    if (!features[name]) continue;
    add(`phase.${name}`, [2, PHASE_BLOCKS[name].count], zeros);
    add(`input.${name}`, [2 * PHASE_BLOCKS[name].count, H], normal(timeDeviation));
  }
  for (const name of Object.keys(SCALAR_COLUMNS) as (keyof typeof SCALAR_COLUMNS)[])
    if (features[name]) add(`input.log.${name}`, [1, H], normal(0.1 / SCALARS));
  add('input.b', [H], zeros);
  // Row M − 1 belongs to the newest action, the paper's position 1.
  if (features.positions) add('positions', [M, H], normal(0.1));
}

function addMlp(name: string, from: number, inner: number, to: number, gain: number, add: Add) {
  add(`${name}.w1`, [from, inner], fanIn());
  add(`${name}.b1`, [inner], zeros);
  add(`${name}.w2`, [inner, to], fanIn(gain));
  add(`${name}.b2`, [to], zeros);
}

function addResidual(config: ModelConfig, data: ModelData, add: Add): void {
  const user = config.userHead === 'residual';
  const pin = config.pinTower === 'residual';
  if (pin) add('pinTower.gate', [], zeros);
  if (user) {
    add('userHead.gate', [], zeros);
    add('userHead.recency', [config.sequenceLength], values => {
      values.set(initialRecencyLogits(values.length));
    });
  }
  if (user || pin)
    add('projection', [pinWidth(config, data), config.dimension], (values, shape, rng) =>
      values.set(orthogonal(shape[0] ?? 1, shape[1] ?? 1, rng)),
    );
}

/**
 * Logits of the residual user head's weights at the start, [M], by age in actions (0 the newest):
 * weights e^logit fall by half every ten actions; they are normalised over a sequence's actions.
 */
export function initialRecencyLogits(length: number): Float32Array {
  return Float32Array.from({ length }, (_, age) => (-Math.LN2 * age) / RECENCY_HALF_LIFE);
}

/** Numbers that are learned. */
export function parameterCount(config: ModelConfig, data: ModelData): number {
  const specs = Object.values(parameterSpecs(config, data));
  return specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}
