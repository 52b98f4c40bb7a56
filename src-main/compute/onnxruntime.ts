import * as runtime from 'onnxruntime-node';
import type { HostArray } from './program.js';

/** The one importer of onnxruntime-node: sessions on its CPU provider. */
export type RuntimeTensor = runtime.Tensor;

export const RUNTIME_VERSION = `onnxruntime ${runtime.env.versions.node ?? runtime.env.versions.common}`;

export interface SessionSettings {
  readonly threads: number;
  /** Lets idle threads wait busily: faster starts, but it takes cores from everything else. */
  readonly spinning: boolean;
  /** Keeps memory between runs. */
  readonly arena: boolean;
  /** Path and first part of the name of the profile that `endProfiling` writes. */
  readonly profilePrefix?: string | undefined;
}

export interface Session {
  /** Runs the graph; results are written into the arrays behind `fetches`. Blocks its thread. */
  run(
    feeds: Readonly<Record<string, RuntimeTensor>>,
    fetches: Readonly<Record<string, RuntimeTensor>>,
  ): Promise<void>;
  endProfiling(): void;
  dispose(): Promise<void>;
}

/** Wraps an array without copying; it must not lie in shared memory, which the runtime refuses. */
export function runtimeTensor(value: HostArray, shape: readonly number[]): RuntimeTensor {
  return value instanceof Float32Array
    ? new runtime.Tensor('float32', value, shape)
    : new runtime.Tensor('int32', value, shape);
}

/**
 * Builds a session. Memory patterns are off: a third less memory at the same speed. Denormals count as
 * 0: Adam's moments of rows that are no longer met decay into them, and they are computed a hundred times
 * more slowly; this also holds for the thread that opens the session.
 */
export async function openSession(model: Uint8Array, settings: SessionSettings): Promise<Session> {
  const profile = settings.profilePrefix
    ? { enableProfiling: true, profileFilePrefix: settings.profilePrefix }
    : {};
  const session = await runtime.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    enableMemPattern: false,
    enableCpuMemArena: settings.arena,
    intraOpNumThreads: settings.threads,
    interOpNumThreads: 1,
    // Failures are thrown; the runtime would also print them.
    logSeverityLevel: 4,
    extra: {
      session: {
        set_denormal_as_zero: '1',
        intra_op: { allow_spinning: settings.spinning ? '1' : '0' },
      },
    },
    ...profile,
  });
  return {
    run: async (feeds, fetches) => {
      await session.run(feeds, fetches);
    },
    endProfiling: () => session.endProfiling(),
    dispose: () => session.release(),
  };
}
