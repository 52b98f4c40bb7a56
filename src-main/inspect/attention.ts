import type { Program } from '../compute/program.js';
import type { LoadedModel } from '../model/encoder.js';
import { encoderLength, encoderProgram } from '../model/encoder-program.js';
import { parameterSpecs } from '../model/parameters.js';
import type { ActionColumns } from '../model/sequence.js';
import { SequenceInputs } from '../model/sequence-inputs.js';

/** What one forward pass of one sequence attended to. */
export interface SequenceAttention {
  readonly layers: number;
  readonly heads: number;
  /** Actions of the sequence; the newest is the last. */
  readonly count: number;
  /**
   * [L, h, count, count]: row i holds how much action i read of each action. Rows sum to 1, and what is
   * newer than the row is 0. Padding is left out.
   */
  readonly weights: Float32Array;
  /** User embedding [D] of the same pass. */
  readonly embedding: Float32Array;
}

export interface AttentionReader {
  /** `sequence` holds action indices of `columns`, ascending, at most M; an empty one has no weights. */
  read(columns: ActionColumns, sequence: Int32Array): Promise<SequenceAttention>;
  dispose(): void;
}

/**
 * Reads the attention weights (PinnerFormer A.2) of single sequences through the model's own program: the
 * encoder's forward pass with the weights as outputs and all blocks run at all positions.
 */
export function createAttentionReader(model: LoadedModel): AttentionReader {
  const { device, state, config, data, pins } = model;
  const programs = new Map<number, Program>();

  const programOf = async (length: number): Promise<Program> => {
    const known = programs.get(length);
    if (known) return known;
    const { fn, inputs } = encoderProgram(config, data, 1, length, { attention: true });
    const specs = { state: parameterSpecs(config, data), inputs };
    const program = await device.compile(fn, specs, `attention${length}`);
    programs.set(length, program);
    return program;
  };

  return {
    async read(columns, sequence) {
      const { layers, heads, dimension } = config;
      const count = sequence.length;
      if (count === 0)
        return {
          layers,
          heads,
          count,
          weights: new Float32Array(0),
          embedding: new Float32Array(dimension),
        };
      const length = encoderLength(count, config.sequenceLength);
      const program = await programOf(length);
      const inputs = new SequenceInputs(program.specs.inputs, length);
      inputs.write(0, columns, sequence, pins);
      const { embedding, attention } = await program.run(state, inputs.arrays);
      if (!(embedding instanceof Float32Array && attention instanceof Float32Array))
        throw new Error('internal: the attention program gave no float32 outputs');
      const weights = withoutPadding(attention, layers * heads, length, count);
      return { layers, heads, count, weights, embedding };
    },
    dispose() {
      for (const program of programs.values()) program.dispose();
      programs.clear();
    },
  };
}

/** The last `count` rows and columns of each of `matrices` squares of side `length`. */
function withoutPadding(
  attention: Float32Array,
  matrices: number,
  length: number,
  count: number,
): Float32Array {
  const weights = new Float32Array(matrices * count * count);
  const first = length - count;
  for (let matrix = 0; matrix < matrices; matrix++)
    for (let row = 0; row < count; row++) {
      const from = (matrix * length + first + row) * length + first;
      weights.set(attention.subarray(from, from + count), (matrix * count + row) * count);
    }
  return weights;
}
