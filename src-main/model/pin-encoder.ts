import { throwIfCancelled } from '../base/errors.js';
import type { Device, ProgramFunction, TensorSpecs } from '../compute/program.js';
import { type ModelConfig, type ModelData, pinWidth } from './config.js';
import { entry } from './packed-batch.js';
import { parameterSpecs } from './parameters.js';
import { pinTower } from './towers.js';

/** Pins of one tile of the program. */
const TILE = 4096;

export interface PinEncoderOptions {
  readonly config: ModelConfig;
  readonly data: ModelData;
  /** By name, without prefix. */
  readonly parameters: Readonly<Record<string, Float32Array>>;
  readonly signal?: AbortSignal | undefined;
}

export interface PinEncoder {
  /** Pin embeddings [n, D] of given vectors [n, E] (rows of the table for `pinInput: learned`). */
  encode(vectors: Float32Array): Promise<Float32Array>;
  dispose(): void;
}

/** The pin tower as a program over tiles of pins, the last one padded. */
export async function createPinEncoder(
  device: Device,
  options: PinEncoderOptions,
): Promise<PinEncoder> {
  const { config, data, signal } = options;
  const width = pinWidth(config, data);
  const inputs: TensorSpecs = { pins: { shape: [TILE, width], dtype: 'float32' } };
  const fn: ProgramFunction = (parameters, given) => ({
    state: {},
    outputs: { embedding: pinTower(config, parameters, entry(given, 'pins')) },
  });
  const used = towerSpecs(parameterSpecs(config, data));
  const values = Object.fromEntries(
    Object.keys(used).map(name => [name, options.parameters[name] ?? new Float32Array(0)]),
  );
  const state = await device.createState(used, values);
  const program = await device.compile(fn, { state: used, inputs }, 'pinEncoder');
  return {
    async encode(vectors) {
      const count = vectors.length / width;
      const D = config.dimension;
      const result = new Float32Array(count * D);
      for (let first = 0; first < count; first += TILE) {
        throwIfCancelled(signal);
        const rows = Math.min(TILE, count - first);
        const pins = new Float32Array(TILE * width);
        pins.set(vectors.subarray(first * width, (first + rows) * width));
        const { embedding } = await program.run(state, { pins });
        if (embedding) result.set(embedding.subarray(0, rows * D), first * D);
      }
      return result;
    },
    dispose() {
      program.dispose();
      state.dispose();
    },
  };
}

function towerSpecs(specs: TensorSpecs): TensorSpecs {
  return Object.fromEntries(
    Object.entries(specs).filter(([name]) => name.startsWith('pinTower.') || name === 'projection'),
  );
}
