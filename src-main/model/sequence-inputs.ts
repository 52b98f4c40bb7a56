import type { HostArray, TensorSpecs } from '../compute/program.js';
import { sizeOf } from '../compute/program.js';
import { type SequenceTarget, writeSequenceFeatures } from './features.js';
import type { ActionColumns } from './sequence.js';

/** Pin vectors that sequences read, [pins, width]. */
export interface PinVectorTable {
  readonly values: Float32Array;
  readonly width: number;
}

/** The host arrays of one run of an encoder program, filled sequence by sequence. */
export class SequenceInputs {
  readonly arrays: Readonly<Record<string, HostArray>>;
  readonly #length: number;
  readonly #target: SequenceTarget;
  readonly #pins: Float32Array;

  /** All zero; the newest column of each of the sequences of `length` is queried. */
  constructor(specs: TensorSpecs, length: number) {
    const arrays = Object.fromEntries(
      Object.entries(specs).map(([name, { shape, dtype }]) => [
        name,
        dtype === 'float32' ? new Float32Array(sizeOf(shape)) : new Int32Array(sizeOf(shape)),
      ]),
    );
    this.arrays = arrays;
    this.#length = length;
    this.#target = {
      type: integers(arrays, 'g0.type'),
      surface: integers(arrays, 'g0.surface'),
      scalars: floats(arrays, 'g0.scalars'),
      phases: floats(arrays, 'g0.phases'),
      count: integers(arrays, 'g0.count'),
    };
    this.#pins = floats(arrays, 'pins');
    integers(arrays, 'g0.query').fill(length - 1);
  }

  /** Puts the sequence of absolute action indices `sequence`, ascending, into row `slot`. */
  write(slot: number, columns: ActionColumns, sequence: Int32Array, table: PinVectorTable): void {
    const count = sequence.length;
    const { values, width } = table;
    writeSequenceFeatures(columns, sequence, count, this.#length, slot, this.#target);
    for (let i = 0; i < count; i++) {
      const pin = columns.pin[sequence[i]!]!;
      const row = slot * this.#length + this.#length - count + i;
      this.#pins.set(values.subarray(pin * width, (pin + 1) * width), row * width);
    }
  }
}

function floats(arrays: Record<string, HostArray>, name: string): Float32Array {
  const array = arrays[name];
  if (!(array instanceof Float32Array)) throw new Error(`internal: ${name} is not float32`);
  return array;
}

function integers(arrays: Record<string, HostArray>, name: string): Int32Array {
  const array = arrays[name];
  if (!(array instanceof Int32Array)) throw new Error(`internal: ${name} is not int32`);
  return array;
}
