import { clone, keep, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import {
  checkArrays,
  checkSomeArrays,
  checkSpecsHold,
  describeSpec,
  sameShape,
} from './check-arrays.js';
import type {
  Device,
  DeviceName,
  DeviceState,
  HostArray,
  HostArrays,
  NamedTensors,
  Program,
  ProgramFunction,
  ProgramResult,
  ProgramSpecs,
  TensorSpecs,
} from './program.js';
import { withBackend } from './tfjs.js';

export interface EagerDeviceOptions {
  readonly name: DeviceName;
  /** Name under which the tfjs backend is registered. */
  readonly backend: string;
  readonly threads: number;
  readonly version: string;
}

/** Runs programs operation by operation on a registered tfjs backend; nothing is compiled. */
export class EagerDevice implements Device {
  readonly name: DeviceName;
  readonly threads: number;
  readonly version: string;
  readonly #backend: string;

  constructor(options: EagerDeviceOptions) {
    this.name = options.name;
    this.threads = options.threads;
    this.version = options.version;
    this.#backend = options.backend;
  }

  async createState(specs: TensorSpecs, values: HostArrays): Promise<DeviceState> {
    checkArrays(values, specs, 'state');
    return new EagerState(this.#backend, specs, values);
  }

  async compile(fn: ProgramFunction, specs: ProgramSpecs, label = 'program'): Promise<Program> {
    return new EagerProgram(this.#backend, fn, specs, label);
  }

  async dispose(): Promise<void> {}
}

class EagerState implements DeviceState {
  readonly specs: TensorSpecs;
  readonly backend: string;
  readonly tensors = new Map<string, Tensor>();

  constructor(backend: string, specs: TensorSpecs, values: HostArrays) {
    this.backend = backend;
    this.specs = specs;
    this.#store(values);
  }

  async read(): Promise<Record<string, HostArray>> {
    return withBackend(this.backend, () => {
      const values: Record<string, HostArray> = {};
      for (const [name, value] of this.tensors) values[name] = download(value);
      return values;
    });
  }

  async write(values: HostArrays): Promise<void> {
    checkSomeArrays(values, this.specs, 'state');
    this.#store(values);
  }

  /** Takes over `value`, a kept tensor of this backend. */
  replace(name: string, value: Tensor): void {
    this.tensors.get(name)?.dispose();
    this.tensors.set(name, value);
  }

  dispose(): void {
    for (const value of this.tensors.values()) value.dispose();
    this.tensors.clear();
  }

  #store(values: HostArrays): void {
    withBackend(this.backend, () => {
      for (const [name, value] of Object.entries(values)) {
        const spec = this.specs[name];
        if (spec)
          this.replace(
            name,
            tidy(() => keep(upload(value, spec.shape))),
          );
      }
    });
  }
}

class EagerProgram implements Program {
  readonly specs: ProgramSpecs;
  readonly facts: Readonly<Record<string, number>> = {};
  readonly #backend: string;
  readonly #fn: ProgramFunction;
  readonly #label: string;

  constructor(backend: string, fn: ProgramFunction, specs: ProgramSpecs, label: string) {
    this.#backend = backend;
    this.#fn = fn;
    this.specs = specs;
    this.#label = label;
  }

  async run(
    state: DeviceState | undefined,
    inputs: HostArrays,
    into: HostArrays = {},
  ): Promise<Record<string, HostArray>> {
    checkArrays(inputs, this.specs.inputs, this.#label);
    const own = this.#ownState(state);
    return withBackend(this.#backend, () => {
      const outputs: Record<string, HostArray> = {};
      // Nothing is returned through tidy: it would walk through the values of what it is given.
      tidy(() => {
        const result = this.#fn(this.#stateTensors(own), this.#inputTensors(inputs));
        checkResult(result, this.specs, this.#label);
        for (const [name, value] of Object.entries(result.outputs))
          outputs[name] = download(value, into[name]);
        const kept = Object.entries(result.state).map(
          ([name, value]) => [name, keep(clone(value))] as const,
        );
        for (const [name, value] of kept) own?.replace(name, value);
      });
      return outputs;
    });
  }

  dispose(): void {}

  #ownState(state: DeviceState | undefined): EagerState | undefined {
    if (state !== undefined && !(state instanceof EagerState && state.backend === this.#backend))
      throw new Error(`internal: ${this.#label}: the state belongs to another device`);
    checkSpecsHold(state?.specs ?? {}, this.specs.state, this.#label);
    return state;
  }

  #stateTensors(state: EagerState | undefined): NamedTensors {
    const tensors: Record<string, Tensor> = {};
    for (const name of Object.keys(this.specs.state)) {
      const value = state?.tensors.get(name);
      if (!value) throw new Error(`internal: ${this.#label}: the state was disposed`);
      tensors[name] = value;
    }
    return tensors;
  }

  #inputTensors(inputs: HostArrays): NamedTensors {
    const tensors: Record<string, Tensor> = {};
    for (const [name, spec] of Object.entries(this.specs.inputs)) {
      const value = inputs[name];
      if (value) tensors[name] = upload(value, spec.shape);
    }
    return tensors;
  }
}

/** Throws unless the new state has the declared shapes and is part of the declared state. */
export function checkResult(result: ProgramResult, specs: ProgramSpecs, label: string): void {
  for (const [name, value] of Object.entries(result.state)) {
    const spec = specs.state[name];
    if (!spec) throw new Error(`internal: ${label}: new state "${name}" is not declared`);
    if (value.dtype !== spec.dtype || !sameShape(value.shape, spec.shape))
      throw new Error(
        `internal: ${label}: new state "${name}" is ${value.dtype} [${value.shape.join(', ')}], declared ${describeSpec(spec)}`,
      );
  }
}

// tfjs' own backends keep the array that they are given and return the one that they hold: copy both.
function upload(value: HostArray, shape: readonly number[]): Tensor {
  const dtype = value instanceof Float32Array ? 'float32' : 'int32';
  return tensor(value.slice(), [...shape], dtype);
}

function download(value: Tensor, into?: HostArray): HostArray {
  const data = value.dataSync();
  if (into) {
    into.set(data);
    return into;
  }
  return value.dtype === 'float32' ? Float32Array.from(data) : Int32Array.from(data);
}
