import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * What a program is: a pure function of named tensors with fixed shapes, and the device that runs it.
 * Implementations stand beside this file; nothing here computes.
 */
export type ElementType = 'float32' | 'int32';
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: ElementType;
}
export type TensorSpecs = Readonly<Record<string, TensorSpec>>;
export type HostArray = Float32Array | Int32Array;
export type HostArrays = Readonly<Record<string, HostArray>>;
export type NamedTensors = Readonly<Record<string, Tensor>>;

/** `state` holds the new values of those entries that change; entries left out stay as they are. */
export interface ProgramResult {
  readonly state: NamedTensors;
  readonly outputs: NamedTensors;
}
/** Pure, written with tfjs-core ops only; must not read tensor values. */
export type ProgramFunction = (state: NamedTensors, inputs: NamedTensors) => ProgramResult;

export interface ProgramSpecs {
  readonly state: TensorSpecs;
  readonly inputs: TensorSpecs;
}

/** Named arrays that live on a device and may be shared by several of its programs. */
export interface DeviceState {
  readonly specs: TensorSpecs;
  /** Copies the current values to the host. */
  read(): Promise<Record<string, HostArray>>;
  /** Replaces the values of the named entries; shapes must match. */
  write(values: HostArrays): Promise<void>;
  dispose(): void;
}

export interface Program {
  readonly specs: ProgramSpecs;
  /** Facts for logs and benches: node count, bytes, milliseconds to trace and to build. */
  readonly facts: Readonly<Record<string, number>>;
  /**
   * Runs once; `state` advances in place, outputs come back as host arrays. Inputs are checked
   * against the specs (BAD_INPUT names the entry and both shapes). `state` may hold more entries
   * than the program's specs name. A program without state takes `undefined`. Outputs that `into`
   * names are written into its arrays, which come back: large ones need not be made for every run.
   */
  run(
    state: DeviceState | undefined,
    inputs: HostArrays,
    into?: HostArrays,
  ): Promise<Record<string, HostArray>>;
  dispose(): void;
}

export type DeviceName = 'reference' | 'cpu' | 'tensorflow';

export interface Device {
  readonly name: DeviceName;
  readonly threads: number;
  /** Versions that decide the bits: runtime, library, provider. */
  readonly version: string;
  createState(specs: TensorSpecs, values: HostArrays): Promise<DeviceState>;
  /** Traces and builds `fn`. `label` prefixes graph names, for profiles and errors. */
  compile(fn: ProgramFunction, specs: ProgramSpecs, label?: string): Promise<Program>;
  dispose(): Promise<void>;
}

/** Zeros of a spec's type and size. */
export function newArray(spec: TensorSpec): HostArray {
  const size = sizeOf(spec.shape);
  return spec.dtype === 'float32' ? new Float32Array(size) : new Int32Array(size);
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
