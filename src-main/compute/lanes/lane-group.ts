import type {
  DeviceState,
  HostArray,
  HostArrays,
  ProgramFunction,
  ProgramSpecs,
  TensorSpecs,
} from '../program.js';

/** A program that takes its inputs in parts, one a lane. */
export interface PartedProgram {
  readonly specs: ProgramSpecs;
  readonly facts: Readonly<Record<string, number>>;
  /**
   * As `Program.run`, on one part of the inputs a lane and on what is `common` to all; the outputs are
   * those of the first lane. Parts are handed over, and empty afterwards, unless they lie in shared memory.
   */
  run(
    state: DeviceState | undefined,
    parts: readonly HostArrays[],
    common?: HostArrays,
  ): Promise<Record<string, HostArray>>;
  dispose(): void;
}

/** Lanes that run programs together, each with its own copy of the state; see lane-device. */
export interface LaneGroup {
  readonly lanes: number;
  /**
   * `specs` are one lane's. Of `parted` entries each lane has its own part: `values`, and what is read and
   * written, hold all parts one after the other.
   */
  createState(
    specs: TensorSpecs,
    values: HostArrays,
    parted?: readonly string[],
  ): Promise<DeviceState>;
  compile(fn: ProgramFunction, specs: ProgramSpecs, label?: string): Promise<PartedProgram>;
  /** Ends the lanes; the device that they came from stays. */
  dispose(): Promise<void>;
}
