import { sizeOf } from '../program.js';
import type { Barrier } from './barrier.js';
import type { Collective } from './stages.js';

/** Shared memory in which the lanes of one program meet: for each lane the inputs of one collective. */
export function exchangeMemory(collective: Collective, lanes: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * lanes * widthOf(collective)));
}

/**
 * Performs a collective: gives the lane's `inputs`, waits for the others, fills `outputs`. Sums run in lane
 * order, so that bits repeat. The memory serves one collective of a program; lanes must meet elsewhere
 * before they use it again.
 */
export function exchange(
  collective: Collective,
  memory: Float32Array,
  barrier: Barrier,
  lane: number,
  lanes: number,
  inputs: readonly Float32Array[],
  outputs: readonly Float32Array[],
): void {
  const width = widthOf(collective);
  let first = 0;
  for (const input of inputs) {
    memory.set(input, lane * width + first);
    first += input.length;
  }
  barrier.meet();
  first = 0;
  inputs.forEach((input, index) => {
    const output = outputs[index];
    if (!output) throw new Error(`internal: ${collective.op} has no output ${index}`);
    const size = input.length;
    const given = Array.from({ length: lanes }, (_, from) =>
      memory.subarray(from * width + first, from * width + first + size),
    );
    if (collective.op === 'AllGather') gather(given, output);
    else addUp(given, collective.op === 'AllReduce' ? 0 : lane * output.length, output);
    first += size;
  });
}

function gather(parts: readonly Float32Array[], output: Float32Array): void {
  let first = 0;
  for (const part of parts) {
    output.set(part, first);
    first += part.length;
  }
}

/** output[i] = Σ part[from + i] over the parts, in float32 and in their order. */
function addUp(parts: readonly Float32Array[], from: number, output: Float32Array): void {
  const [start, ...others] = parts;
  if (!start) return;
  output.set(start.subarray(from, from + output.length));
  for (const part of others) for (let i = 0; i < output.length; i++) output[i]! += part[from + i]!;
}

function widthOf({ inputs }: Collective): number {
  return inputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}
