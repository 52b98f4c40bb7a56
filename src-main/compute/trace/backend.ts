import {
  type DataId,
  DataStorage,
  engine,
  KernelBackend,
  registerBackend,
  registerKernel,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { TRACE_BACKEND, whileTracing } from '../onnx-op.js';
import { sizeOf } from '../program.js';
import type { Graph } from './graph.js';
import type { Kernel } from './kernel.js';
import { KERNELS } from './kernels/index.js';
import { constant, type Lazy, type LazyType, splat } from './lazy.js';

interface Stored {
  readonly lazy: Lazy;
  references: number;
}

/** A tfjs backend that computes nothing: each kernel call appends nodes to the open graph. */
export class TraceBackend extends KernelBackend {
  readonly #storage = new DataStorage<Stored>(this, engine());
  #graph: Graph | undefined;

  /** The graph under construction; throws outside of `during`. */
  get graph(): Graph {
    if (!this.#graph) throw new Error('internal: no program is being traced');
    return this.#graph;
  }

  /** Lets `body` append to `graph`. */
  during<T>(graph: Graph, body: () => T): T {
    return whileTracing(() => {
      this.#graph = graph;
      try {
        return body();
      } finally {
        this.#graph = undefined;
      }
    });
  }

  store(lazy: Lazy): TensorInfo {
    const dataId = {};
    this.#storage.set(dataId, { lazy, references: 1 });
    return { dataId, shape: [...lazy.shape], dtype: lazy.dtype };
  }

  /** What a tensor holds, in the shape by which tfjs knows it. */
  lazyOf(info: TensorInfo): Lazy {
    return this.#storage.get(info.dataId).lazy;
  }

  override write(values: unknown, shape: number[], dtype: string): DataId {
    return this.store(this.#constantOf(values, shape, dtype)).dataId;
  }

  override move(
    dataId: DataId,
    values: unknown,
    shape: number[],
    dtype: string,
    references: number,
  ): void {
    this.#storage.set(dataId, { lazy: this.#constantOf(values, shape, dtype), references });
  }

  /** Constants that tracing knows can be read; anything computed cannot. */
  override readSync(dataId: DataId): Float32Array | Int32Array | Uint8Array {
    const { lazy } = this.#storage.get(dataId);
    const elements = lazy.value.elements;
    const size = sizeOf(lazy.shape);
    if (!elements || (elements.length !== size && elements.length !== 1))
      throw new Error(
        'internal: a program read the value of a tensor while it was traced; its shape of computation must not depend on values',
      );
    const values = Array.from(
      { length: size },
      (_, i) => elements[elements.length === 1 ? 0 : i] ?? 0,
    );
    if (lazy.dtype === 'float32') return Float32Array.from(values);
    return lazy.dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
  }

  override async read(dataId: DataId): Promise<Float32Array | Int32Array | Uint8Array> {
    return this.readSync(dataId);
  }

  override refCount(dataId: DataId): number {
    return this.#storage.has(dataId) ? this.#storage.get(dataId).references : 0;
  }

  override incRef(dataId: DataId): void {
    this.#storage.get(dataId).references++;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    if (!this.#storage.has(dataId)) return true;
    const stored = this.#storage.get(dataId);
    stored.references--;
    if (!force && stored.references > 0) return false;
    this.#storage.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.#storage.numDataIds();
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {}

  #constantOf(values: unknown, shape: readonly number[], dtype: string): Lazy {
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool')
      throw new Error(`internal: constants of type ${dtype} cannot be traced`);
    const elements = values as ArrayLike<number>;
    const repeated = repeatedElement(elements);
    return repeated === undefined
      ? constant(this.graph, elements, shape, dtype as LazyType)
      : splat(this.graph, repeated, shape, dtype);
  }
}

function repeatedElement(elements: ArrayLike<number>): number | undefined {
  const first = elements[0];
  for (let i = 1; i < elements.length; i++) if (!Object.is(elements[i], first)) return undefined;
  return first === undefined ? undefined : Number(first);
}

/** The process' one tracing backend; tfjs knows it as `onnx-trace`. */
export const traceBackend = new TraceBackend();
registerBackend(TRACE_BACKEND, () => traceBackend, 0);
for (const [kernelName, kernel] of Object.entries(KERNELS)) register(kernelName, kernel);

function register(kernelName: string, kernel: Kernel): void {
  registerKernel({
    kernelName,
    backendName: TRACE_BACKEND,
    kernelFunc: ({ inputs, attrs }) => {
      const infos = inputs as Record<string, TensorInfo>;
      const result = kernel({
        graph: traceBackend.graph,
        input: name => {
          const info = infos[name];
          if (!info) throw new Error(`internal: ${kernelName} has no input ${name}`);
          return traceBackend.lazyOf(info);
        },
        inputs: Object.values(infos).map(info => traceBackend.lazyOf(info)),
        attributes: attrs as never,
      });
      return Array.isArray(result)
        ? result.map(each => traceBackend.store(each))
        : traceBackend.store(result as Lazy);
    },
  });
}
