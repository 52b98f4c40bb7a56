import { throwIfCancelled } from '../base/errors.js';
import type { Device, DeviceState, Program } from '../compute/program.js';
import { type ModelConfig, type ModelData, pinWidth } from './config.js';
import { encoderBatch, encoderLength, encoderLengths, encoderProgram } from './encoder-program.js';
import { parameterSpecs } from './parameters.js';
import { type ActionColumns, sequenceBefore, sequenceRule } from './sequence.js';
import { SequenceInputs } from './sequence-inputs.js';

export { encoderLengths };

/** Positions of a batch that still lets a waiting question pass soon. */
const SOON_POSITIONS = 1024;

/** A trained model, as far as user embeddings need it. */
export interface EncoderModel {
  readonly config: ModelConfig;
  readonly data: ModelData;
  /** By name, without prefix. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
  /** [pins, E]; the table of `pinInput: learned` stands in `parameters`. */
  readonly pinFeatures: Float32Array;
}

export interface UserEncoderOptions extends EncoderModel {
  readonly columns: ActionColumns;
  readonly signal?: AbortSignal | undefined;
  /**
   * Sequences of one run of a program when few are asked for, to answer soon; as many as run fast together when
   * absent. Where many are asked for, their programs take up to 1024 positions, and rows may differ by rounding
   * from those of few.
   */
  readonly batchSequences?: number | undefined;
}

export interface UserEncoder {
  /**
   * User embeddings [n, D]: for request i the sequence of users[i] before the absolute action index
   * ends[i]. A request without a usable action gets zeros. Does not depend on what else is asked for.
   */
  encode(users: Int32Array, ends: Uint32Array): Promise<Float32Array>;
  /**
   * User embeddings [n, D] of given sequences: action indices of `columns`, ascending, at most M each.
   * An empty one gets zeros.
   */
  encodeSequences(
    columns: ActionColumns,
    sequences: readonly Int32Array[],
    signal?: AbortSignal,
  ): Promise<Float32Array>;
  /** Compiles the programs of all lengths ahead of the first request. */
  prepare(): Promise<void>;
  /** Device, parameters and the pin vectors of sequences, for programs that read the same model. */
  readonly model: LoadedModel;
  dispose(): void;
}

/** A model whose parameters are on a device. */
export interface LoadedModel {
  readonly device: Device;
  readonly state: DeviceState;
  readonly config: ModelConfig;
  readonly data: ModelData;
  readonly pins: { readonly values: Float32Array; readonly width: number };
}

/** Puts a model's parameters on a device. */
export async function loadModel(device: Device, model: EncoderModel): Promise<LoadedModel> {
  const { config, data, parameters, pinFeatures } = model;
  const state = await device.createState(parameterSpecs(config, data), { ...parameters });
  const pins = { values: parameters.pinTable ?? pinFeatures, width: pinWidth(config, data) };
  return { device, state, config, data, pins };
}

/**
 * Inference of user embeddings e₁ (PinnerFormer §3.6): programs of a few lengths with a fixed batch,
 * padded; the last block runs at the newest position only.
 */
export async function createUserEncoder(
  device: Device,
  options: UserEncoderOptions,
): Promise<UserEncoder> {
  return new BucketedEncoder(await loadModel(device, options), options);
}

class BucketedEncoder implements UserEncoder {
  readonly model: LoadedModel;
  readonly #options: UserEncoderOptions;
  readonly #programs = new Map<string, Program>();

  constructor(model: LoadedModel, options: UserEncoderOptions) {
    this.model = model;
    this.#options = options;
  }

  encode(users: Int32Array, ends: Uint32Array): Promise<Float32Array> {
    const { config, data, columns } = this.#options;
    const rule = sequenceRule(config, data);
    const found = new Int32Array(rule.maxLength);
    const sequenceOf = (request: number): Int32Array => {
      const count = sequenceBefore(columns, rule, users[request]!, ends[request]!, found);
      return found.subarray(0, count);
    };
    return this.#encode(columns, users.length, sequenceOf, this.#options.signal);
  }

  encodeSequences(
    columns: ActionColumns,
    sequences: readonly Int32Array[],
    signal?: AbortSignal,
  ): Promise<Float32Array> {
    return this.#encode(columns, sequences.length, request => sequences[request]!, signal);
  }

  async prepare(): Promise<void> {
    for (const length of encoderLengths(this.model.config.sequenceLength))
      await this.#program(length, this.#batch(length, 1));
  }

  dispose(): void {
    for (const program of this.#programs.values()) program.dispose();
    this.#programs.clear();
    this.model.state.dispose();
  }

  /** `sequenceOf` may give the same array again: it is asked twice, and read before the next call. */
  async #encode(
    columns: ActionColumns,
    total: number,
    sequenceOf: (request: number) => Int32Array,
    signal: AbortSignal | undefined,
  ): Promise<Float32Array> {
    const { config } = this.model;
    const result = new Float32Array(total * config.dimension);
    const byLength = new Map<number, number[]>();
    for (const length of encoderLengths(config.sequenceLength)) byLength.set(length, []);
    for (let request = 0; request < total; request++) {
      const count = sequenceOf(request).length;
      if (count > 0) byLength.get(encoderLength(count, config.sequenceLength))?.push(request);
    }
    for (const [length, requests] of byLength) {
      const batch = this.#batch(length, requests.length);
      for (let first = 0; first < requests.length; first += batch) {
        throwIfCancelled(signal);
        const part = requests.slice(first, first + batch);
        await this.#encodeBatch(length, batch, part, columns, sequenceOf, result);
      }
    }
    return result;
  }

  async #encodeBatch(
    length: number,
    batch: number,
    requests: readonly number[],
    columns: ActionColumns,
    sequenceOf: (request: number) => Int32Array,
    result: Float32Array,
  ): Promise<void> {
    const { state, config, pins } = this.model;
    const program = await this.#program(length, batch);
    const inputs = new SequenceInputs(program.specs.inputs, length);
    requests.forEach((request, slot) => {
      inputs.write(slot, columns, sequenceOf(request), pins);
    });
    const { embedding } = await program.run(state, inputs.arrays);
    const D = config.dimension;
    requests.forEach((request, slot) => {
      if (embedding) result.set(embedding.subarray(slot * D, (slot + 1) * D), request * D);
    });
  }

  #batch(length: number, asked: number): number {
    const few = this.#options.batchSequences;
    if (few === undefined) return encoderBatch(length);
    return asked <= few * 2 ? few : Math.max(few, Math.floor(SOON_POSITIONS / length));
  }

  async #program(length: number, batch: number): Promise<Program> {
    const name = `encoder${length}x${batch}`;
    const known = this.#programs.get(name);
    if (known) return known;
    const { device, config, data } = this.model;
    const { fn, inputs } = encoderProgram(config, data, batch, length);
    const specs = { state: parameterSpecs(config, data), inputs };
    const program = await device.compile(fn, specs, name);
    this.#programs.set(name, program);
    return program;
  }
}
