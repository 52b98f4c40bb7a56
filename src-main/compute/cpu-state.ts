import { checkSomeArrays } from './check-arrays.js';
import { type RuntimeTensor, runtimeTensor } from './onnxruntime.js';
import {
  type DeviceState,
  type HostArray,
  type HostArrays,
  newArray,
  type TensorSpecs,
} from './program.js';

/** Two arrays an entry: a program reads one and writes the other, then they change places. */
export class CpuState implements DeviceState {
  readonly specs: TensorSpecs;
  readonly #current = new Map<string, RuntimeTensor>();
  readonly #next = new Map<string, RuntimeTensor>();

  /** Keeps `values` as its own. */
  constructor(specs: TensorSpecs, values: HostArrays) {
    this.specs = specs;
    for (const [name, spec] of Object.entries(specs)) {
      const value = values[name];
      if (value) this.#current.set(name, runtimeTensor(value, spec.shape));
    }
  }

  current(name: string): RuntimeTensor {
    const tensor = this.#current.get(name);
    if (!tensor) throw new Error(`internal: state entry "${name}" was disposed`);
    return tensor;
  }

  /** Where the new value of an entry goes; made when a program first changes it. */
  next(name: string): RuntimeTensor {
    const known = this.#next.get(name);
    if (known) return known;
    const spec = this.specs[name];
    if (!spec) throw new Error(`internal: state entry "${name}" is not declared`);
    const tensor = runtimeTensor(newArray(spec), spec.shape);
    this.#next.set(name, tensor);
    return tensor;
  }

  advance(names: readonly string[]): void {
    for (const name of names) {
      const old = this.current(name);
      this.#current.set(name, this.next(name));
      this.#next.set(name, old);
    }
  }

  /** Of all entries, or of those that are named. */
  async read(
    names: readonly string[] = Object.keys(this.specs),
  ): Promise<Record<string, HostArray>> {
    const values: Record<string, HostArray> = {};
    for (const name of names) values[name] = arrayOf(this.current(name)).slice();
    return values;
  }

  async write(values: HostArrays): Promise<void> {
    checkSomeArrays(values, this.specs, 'state');
    for (const [name, value] of Object.entries(values)) arrayOf(this.current(name)).set(value);
  }

  dispose(): void {
    this.#current.clear();
    this.#next.clear();
  }
}

// The runtime types a tensor's elements by its own list; ours are float32 and int32 only.
function arrayOf(tensor: RuntimeTensor): HostArray {
  return tensor.data as HostArray;
}
