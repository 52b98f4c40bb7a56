import { range, type Tensor } from '@tensorflow/tfjs-core';
import { throwIfCancelled } from '../base/errors.js';
import type {
  Device,
  DeviceState,
  HostArray,
  Program,
  ProgramFunction,
  TensorSpec,
  TensorSpecs,
} from '../compute/program.js';
import { sizeOf } from '../compute/program.js';
import { sequenceInputSpecs } from './batch-layout.js';
import { type ModelConfig, type ModelData, pinWidth } from './config.js';
import { writeSequenceFeatures } from './features.js';
import { inputLayer } from './input-layer.js';
import { packBatch } from './packed-batch.js';
import { parameterSpecs } from './parameters.js';
import { type ActionColumns, sequenceBefore, sequenceRule } from './sequence.js';
import { userHead } from './towers.js';
import { transformer } from './transformer.js';

/** Lengths at which programs exist, below M; a sequence runs at the shortest that holds it. */
const BUCKETS = [32, 64, 128, 256, 512, 1024];
/** Positions of one program's batch, about. */
const BATCH_POSITIONS = 4096;

export interface UserEncoderOptions {
  readonly config: ModelConfig;
  readonly data: ModelData;
  /** By name, without prefix. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
  readonly columns: ActionColumns;
  /** [pins, E]; the table of `pinInput: learned` stands in `parameters`. */
  readonly pinFeatures: Float32Array;
  readonly signal?: AbortSignal | undefined;
}

export interface UserEncoder {
  /**
   * User embeddings [n, D]: for request i the sequence of users[i] before the absolute action index
   * ends[i]. A request without a usable action gets zeros. Does not depend on what else is asked for.
   */
  encode(users: Int32Array, ends: Uint32Array): Promise<Float32Array>;
  dispose(): void;
}

/** Lengths of the programs of a model with sequences of at most `longest` actions, ascending. */
export function encoderLengths(longest: number): number[] {
  return [...BUCKETS.filter(length => length < longest), longest];
}

/** Sequences that one program of this length takes at a time. */
export function encoderBatch(length: number): number {
  return Math.max(1, Math.floor(BATCH_POSITIONS / length));
}

/**
 * Inference of user embeddings e₁ (PinnerFormer §3.6): programs of a few lengths with a fixed batch,
 * padded; the last block runs at the newest position only.
 */
export async function createUserEncoder(
  device: Device,
  options: UserEncoderOptions,
): Promise<UserEncoder> {
  const state = await device.createState(parameterSpecs(options.config, options.data), {
    ...options.parameters,
  });
  return new BucketedEncoder(device, state, options);
}

/** Forward pass of `users` sequences of `length`; `pins` holds one row for each position. */
export function encoderProgram(
  config: ModelConfig,
  data: ModelData,
  users: number,
  length: number,
): { fn: ProgramFunction; inputs: TensorSpecs } {
  const { 'g0.pin': _pin, ...sequences } = sequenceInputSpecs(users, length, 'g0');
  const inputs: Record<string, TensorSpec> = {
    ...sequences,
    'g0.query': { shape: [users, 1], dtype: 'int32' },
    pins: { shape: [users * length, pinWidth(config, data)], dtype: 'float32' },
  };
  const fn: ProgramFunction = (parameters, given) => {
    const pin: Tensor = range(0, users * length, 1, 'int32');
    const batch = packBatch({ ...given, 'g0.pin': pin }, [{ users, length, queries: 1 }]);
    const pins = batch.pin && given.pins;
    if (!pins) throw new Error('internal: no pins');
    const x = inputLayer(config, data, parameters, batch, pins);
    const rows = transformer(config, parameters, batch, x, { drop: (_name, kept) => kept });
    return { state: {}, outputs: { embedding: userHead(config, parameters, batch, rows, pins) } };
  };
  return { fn, inputs };
}

class BucketedEncoder implements UserEncoder {
  readonly #device: Device;
  readonly #state: DeviceState;
  readonly #options: UserEncoderOptions;
  readonly #programs = new Map<number, Program>();

  constructor(device: Device, state: DeviceState, options: UserEncoderOptions) {
    this.#device = device;
    this.#state = state;
    this.#options = options;
  }

  async encode(users: Int32Array, ends: Uint32Array): Promise<Float32Array> {
    const { config, data, columns } = this.#options;
    const rule = sequenceRule(config, data);
    const sequence = new Int32Array(rule.maxLength);
    const counts = Int32Array.from(users, (user, i) =>
      sequenceBefore(columns, rule, user, ends[i]!, sequence),
    );
    const result = new Float32Array(users.length * config.dimension);
    const lengths = encoderLengths(config.sequenceLength);
    const byLength = new Map<number, number[]>(lengths.map(length => [length, []]));
    counts.forEach((count, request) => {
      if (count === 0) return;
      const length = lengths.find(bucket => bucket >= count) ?? config.sequenceLength;
      byLength.get(length)?.push(request);
    });
    for (const [length, requests] of byLength) {
      const batch = encoderBatch(length);
      for (let first = 0; first < requests.length; first += batch) {
        throwIfCancelled(this.#options.signal);
        const part = requests.slice(first, first + batch);
        await this.#encodeBatch(length, part, users, ends, result);
      }
    }
    return result;
  }

  dispose(): void {
    for (const program of this.#programs.values()) program.dispose();
    this.#programs.clear();
    this.#state.dispose();
  }

  async #encodeBatch(
    length: number,
    requests: readonly number[],
    users: Int32Array,
    ends: Uint32Array,
    result: Float32Array,
  ): Promise<void> {
    const { config, data, columns } = this.#options;
    const rule = sequenceRule(config, data);
    const program = await this.#program(length);
    const inputs = emptyInputs(program.specs.inputs);
    const target = encoderTarget(inputs);
    const width = pinWidth(config, data);
    const vectors = this.#options.parameters.pinTable ?? this.#options.pinFeatures;
    const sequence = new Int32Array(rule.maxLength);
    target.query.fill(length - 1);
    requests.forEach((request, slot) => {
      const count = sequenceBefore(columns, rule, users[request]!, ends[request]!, sequence);
      writeSequenceFeatures(columns, sequence, count, length, slot, target);
      for (let i = 0; i < count; i++) {
        const pin = columns.pin[sequence[i]!]!;
        const row = slot * length + length - count + i;
        target.pins.set(vectors.subarray(pin * width, (pin + 1) * width), row * width);
      }
    });
    const { embedding } = await program.run(this.#state, inputs);
    const D = config.dimension;
    requests.forEach((request, slot) => {
      if (embedding) result.set(embedding.subarray(slot * D, (slot + 1) * D), request * D);
    });
  }

  async #program(length: number): Promise<Program> {
    const known = this.#programs.get(length);
    if (known) return known;
    const { config, data } = this.#options;
    const { fn, inputs } = encoderProgram(config, data, encoderBatch(length), length);
    const specs = { state: parameterSpecs(config, data), inputs };
    const program = await this.#device.compile(fn, specs, `encoder${length}`);
    this.#programs.set(length, program);
    return program;
  }
}

function emptyInputs(specs: TensorSpecs): Record<string, HostArray> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, dtype }]) => [
      name,
      dtype === 'float32' ? new Float32Array(sizeOf(shape)) : new Int32Array(sizeOf(shape)),
    ]),
  );
}

function encoderTarget(inputs: Record<string, HostArray>) {
  const floats = (name: string) => {
    const array = inputs[name];
    if (!(array instanceof Float32Array)) throw new Error(`internal: ${name} is not float32`);
    return array;
  };
  const integers = (name: string) => {
    const array = inputs[name];
    if (!(array instanceof Int32Array)) throw new Error(`internal: ${name} is not int32`);
    return array;
  };
  return {
    type: integers('g0.type'),
    surface: integers('g0.surface'),
    scalars: floats('g0.scalars'),
    phases: floats('g0.phases'),
    count: integers('g0.count'),
    query: integers('g0.query'),
    pins: floats('pins'),
  };
}
