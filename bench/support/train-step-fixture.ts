import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rng } from '../../src-main/base/rng.js';
import { type HostArray, sizeOf, type TensorSpecs } from '../../src-main/compute/program.js';
import { type BatchPlan, MASKED } from '../../src-main/model/batch-layout.js';
import type { ModelConfig, ModelData } from '../../src-main/model/config.js';
import { initialParameters, parameterSpecs } from '../../src-main/model/parameters.js';
import { trainBatchSpecs } from '../../src-main/model/train-step.js';

/** What both sides of the comparison start from. */
export interface TrainStepFixture {
  readonly config: ModelConfig;
  readonly data: ModelData;
  readonly plan: BatchPlan;
  readonly parameters: Readonly<Record<string, HostArray>>;
  readonly inputs: Readonly<Record<string, HostArray>>;
}

export const LEARNING_RATE = 1e-3;
export const CLIP_NORM = 1;

/**
 * A batch without padding: every sequence has all its actions, every pin is met once, each of the
 * queried positions has one positive, and the user's other positives are masked (Figure 5).
 */
export function makeFixture(
  config: ModelConfig,
  options: { users: number; queries: number; randomNegatives: number; embeddingWidth: number },
): TrainStepFixture {
  const { users, queries, embeddingWidth } = options;
  const length = config.sequenceLength;
  const rows = users * queries;
  const poolPins = rows + options.randomNegatives;
  const plan: BatchPlan = {
    lanes: 1,
    pieces: 1,
    groups: [{ users, length, queries }],
    rows,
    poolPins,
    inputPins: users * length,
    userPositives: queries,
  };
  const data: ModelData = {
    embeddingWidth,
    actionTypes: 8,
    surfaces: 4,
    has: { type: true, surface: true, duration: true },
  };
  const rng = Rng.derive(1, 'train-step');
  const normal = (size: number, deviation = 1) =>
    Float32Array.from({ length: size }, () => deviation * rng.normal());
  const vectors = (pins: number) => normal(pins * embeddingWidth, 1 / Math.sqrt(embeddingWidth));
  const below = (size: number, n: number) => Int32Array.from({ length: size }, () => rng.int(n));
  const counting = (size: number, value: (i: number) => number) =>
    Int32Array.from({ length: size }, (_, i) => value(i));
  const actions = users * length;
  const angles = normal(actions * 76, 3);
  const phases = new Float32Array(actions * 152);
  for (let i = 0; i < actions; i++)
    for (let k = 0; k < 76; k++) {
      phases[i * 152 + k] = Math.cos(angles[i * 76 + k]!);
      phases[i * 152 + 76 + k] = Math.sin(angles[i * 76 + k]!);
    }
  const inputs: Record<string, HostArray> = {
    pool: vectors(poolPins),
    pins: vectors(plan.inputPins),
    'g0.pin': counting(actions, i => i),
    'g0.type': below(actions, data.actionTypes),
    'g0.surface': below(actions, data.surfaces),
    'g0.scalars': normal(actions * 4),
    'g0.phases': phases,
    'g0.count': counting(users, () => length),
    'g0.query': counting(users * queries, i => length - queries + (i % queries)),
    rowSlot: counting(rows, i => i),
    rowUser: counting(rows, i => Math.floor(i / queries)),
    rowTarget: counting(rows, i => i),
    rowTargetBias: normal(rows, 0.3).map(value => value - 7),
    rowWeight: new Float32Array(rows).fill(1 / rows),
    poolBias: normal(poolPins, 0.3).map(value => value - 7),
    userPositive: counting(rows, i => i),
    userPositiveBias: new Float32Array(rows).fill(MASKED),
  };
  const parameters = initialParameters(config, data, rng);
  return { config, data, plan, parameters, inputs };
}

/**
 * The batch dealt out to `lanes` in `pieces` each, which must divide its users and its pool: users in their
 * order. The arrays lie in shared memory, so that lanes leave them to the next step.
 */
export function fixtureParts(
  { config, data, plan, inputs }: TrainStepFixture,
  lanes: number,
  pieces: number,
): { plan: BatchPlan; parts: Record<string, HostArray>[] } {
  const [group] = plan.groups;
  const all = lanes * pieces;
  if (!group || group.users % all !== 0 || plan.poolPins % lanes !== 0)
    throw new Error(`internal: the fixture cannot be dealt out to ${lanes} lanes of ${pieces}`);
  const part: BatchPlan = {
    ...plan,
    lanes,
    pieces,
    groups: [{ ...group, users: group.users / all }],
    rows: plan.rows / all,
    inputPins: plan.inputPins / all,
  };
  const specs = trainBatchSpecs(config, data, part);
  // What counts from the first of the batch counts from the first of the piece.
  const firsts: Record<string, number> = {
    'g0.pin': part.inputPins,
    rowSlot: (part.groups[0]?.users ?? 0) * group.queries,
    rowUser: part.groups[0]?.users ?? 0,
  };
  const parts = Array.from({ length: lanes }, (_, lane) =>
    Object.fromEntries(
      Object.entries(specs).map(([name, spec]): [string, HostArray] => {
        const [, number = '', plain = name] = /^k(\d+)\.(.*)$/.exec(name) ?? [];
        const whole = name === 'lane' ? Int32Array.of(lane) : at(inputs, plain);
        if (all === 1) return [name, whole];
        const size = sizeOf(spec.shape);
        const place = name === 'pool' ? lane : lane * pieces + Number(number);
        const from = size === whole.length ? 0 : place * size;
        const shared = new SharedArrayBuffer(4 * size);
        const own = spec.dtype === 'float32' ? new Float32Array(shared) : new Int32Array(shared);
        for (let i = 0; i < size; i++) own[i] = whole[from + i]! - place * (firsts[plain] ?? 0);
        return [name, own];
      }),
    ),
  );
  return { plan: part, parts };
}

function at(arrays: Readonly<Record<string, HostArray>>, name: string): HostArray {
  const array = arrays[name];
  if (!array) throw new Error(`internal: the fixture has no ${name}`);
  return array;
}

/** Writes fixture.json, which says what lies where, and fixture.bin, for the program in Python. */
export function writeFixture(folder: string, fixture: TrainStepFixture): void {
  const { config, data, plan } = fixture;
  const chunks: HostArray[] = [];
  let first = 0;
  const place = (specs: TensorSpecs, arrays: Readonly<Record<string, HostArray>>) =>
    Object.fromEntries(
      Object.entries(specs).map(([name, { shape, dtype }]) => {
        const array = arrays[name];
        if (!array || array.length !== sizeOf(shape))
          throw new Error(`internal: the fixture's ${name} does not fit [${shape.join(', ')}]`);
        const entry = { shape, dtype, first };
        chunks.push(array);
        first += array.length;
        return [name, entry];
      }),
    );
  const manifest = {
    parameters: place(parameterSpecs(config, data), fixture.parameters),
    inputs: place(trainBatchSpecs(config, data, plan), fixture.inputs),
    hidden: config.hidden,
    layers: config.layers,
    heads: config.heads,
    users: plan.groups[0]?.users,
    length: plan.groups[0]?.length,
    queries: plan.groups[0]?.queries,
    poolPins: plan.poolPins,
    temperatureFloor: config.temperature.floor,
    learningRate: LEARNING_RATE,
    clipNorm: CLIP_NORM,
    config,
    data,
    plan,
  };
  const bytes = chunks.map(array => Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  writeFileSync(join(folder, 'fixture.bin'), Buffer.concat(bytes));
  writeFileSync(join(folder, 'fixture.json'), JSON.stringify(manifest));
}

interface Placed {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly first: number;
}

export function readFixture(folder: string): TrainStepFixture {
  const manifest = JSON.parse(readFileSync(join(folder, 'fixture.json'), 'utf8')) as Pick<
    TrainStepFixture,
    'config' | 'data' | 'plan'
  > & { parameters: Record<string, Placed>; inputs: Record<string, Placed> };
  const bytes = readFileSync(join(folder, 'fixture.bin'));
  const arrays = (entries: Record<string, Placed>) =>
    Object.fromEntries(
      Object.entries(entries).map(([name, { shape, dtype, first }]): [string, HostArray] => {
        const part = bytes.buffer.slice(
          bytes.byteOffset + 4 * first,
          bytes.byteOffset + 4 * (first + sizeOf(shape)),
        ) as ArrayBuffer;
        return [name, dtype === 'float32' ? new Float32Array(part) : new Int32Array(part)];
      }),
    );
  const { config, data, plan } = manifest;
  return {
    config,
    data,
    plan,
    parameters: arrays(manifest.parameters),
    inputs: arrays(manifest.inputs),
  };
}
