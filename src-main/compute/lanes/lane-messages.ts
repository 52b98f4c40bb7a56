import type { OnnxPort } from '../onnx/model-writer.js';
import type { HostArray, HostArrays, TensorSpecs } from '../program.js';
import type { Collective } from './stages.js';

/** What a lane's thread starts with. */
export interface LaneData {
  readonly lane: number;
  readonly lanes: number;
  readonly threads: number;
  readonly barrier: Int32Array;
}

/** A stage as a lane takes it: the model's bytes and its ports. */
export interface LaneStage {
  /** Empty where nothing is to be computed between two collectives. */
  readonly model: Uint8Array;
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly collective: Collective | undefined;
  /** Of the collective, where there is one. */
  readonly memory: Float32Array | undefined;
}

/** A program as lanes take it. */
export interface LaneStages {
  readonly stages: readonly LaneStage[];
  /** Whether its sessions keep memory between runs. */
  readonly arena: boolean;
  /** State entries that it changes. */
  readonly changed: readonly string[];
  readonly outputs: TensorSpecs;
}

export type LaneRequest =
  | {
      readonly kind: 'state';
      readonly id: number;
      readonly specs: TensorSpecs;
      readonly values: HostArrays;
    }
  | { readonly kind: 'read'; readonly state: number; readonly names?: readonly string[] }
  | { readonly kind: 'write'; readonly state: number; readonly values: HostArrays }
  | { readonly kind: 'dropState'; readonly state: number }
  | { readonly kind: 'program'; readonly id: number; readonly program: LaneStages }
  | {
      readonly kind: 'run';
      readonly program: number;
      readonly state: number | undefined;
      readonly inputs: HostArrays;
    }
  | { readonly kind: 'dropProgram'; readonly program: number }
  | { readonly kind: 'close' };

export type LaneAnswer =
  | { readonly values: Record<string, HostArray> | undefined }
  | { readonly error: string; readonly lost: boolean };
