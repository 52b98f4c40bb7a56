import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { keepsArena } from './arena.js';
import { checkArrays, checkSomeArrays, checkSpecsHold } from './check-arrays.js';
import { CpuState } from './cpu-state.js';
import { writeOnnxModel } from './onnx/model-writer.js';
import {
  openSession,
  RUNTIME_VERSION,
  type RuntimeTensor,
  runtimeTensor,
  type Session,
} from './onnxruntime.js';
import { PORTS } from './ports.js';
import {
  type Device,
  type DeviceState,
  type HostArray,
  type HostArrays,
  newArray,
  type Program,
  type ProgramFunction,
  type ProgramSpecs,
  type TensorSpecs,
} from './program.js';
import { type TracedProgram, traceProgram } from './trace/trace.js';
import { Unshared } from './unshared.js';

export interface CpuDeviceOptions {
  readonly threads: number;
  /** Idle threads wait busily; off by default, since batch workers need the cores too. */
  readonly spinning?: boolean;
  /** Folder that gets every program's graph and, when it is disposed, its profile by operation. */
  readonly inspectFolder?: string;
}

/** Traces programs into ONNX graphs and runs them with onnxruntime's CPU provider. */
export class CpuDevice implements Device {
  readonly name = 'cpu';
  readonly threads: number;
  readonly version = RUNTIME_VERSION;
  readonly #options: CpuDeviceOptions;
  readonly #programs = new Set<CpuProgram>();
  /** Runs take turns: two at once on one state would both read it before either writes. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: CpuDeviceOptions) {
    this.threads = options.threads;
    this.#options = options;
  }

  async createState(specs: TensorSpecs, values: HostArrays): Promise<DeviceState> {
    checkArrays(values, specs, 'state');
    const own = Object.entries(values).map(([name, value]) => [name, value.slice()] as const);
    return new CpuState(specs, Object.fromEntries(own));
  }

  async compile(fn: ProgramFunction, specs: ProgramSpecs, label = 'program'): Promise<Program> {
    const started = performance.now();
    const traced = traceProgram(fn, specs, label);
    const model = writeOnnxModel(traced.graph);
    const tracedAt = performance.now();
    const folder = this.#options.inspectFolder;
    if (folder) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${label}.onnx`), model);
    }
    const session = await openSession(model, {
      threads: this.threads,
      spinning: this.#options.spinning ?? false,
      arena: keepsArena(traced.types),
      profilePrefix: folder ? join(folder, `${label}.profile`) : undefined,
    });
    const facts = {
      nodes: traced.graph.nodes.length,
      modelBytes: model.length,
      traceMs: tracedAt - started,
      buildMs: performance.now() - tracedAt,
    };
    const profiled = folder !== undefined;
    const inTurn = <T>(body: () => Promise<T>) => this.#inTurn(body);
    const program = new CpuProgram({ session, traced, specs, label, facts, profiled, inTurn });
    this.#programs.add(program);
    return program;
  }

  async dispose(): Promise<void> {
    await this.#last;
    for (const program of this.#programs) program.dispose();
  }

  #inTurn<T>(body: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(body);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

interface CpuProgramParts {
  readonly session: Session;
  readonly traced: TracedProgram;
  readonly specs: ProgramSpecs;
  readonly label: string;
  readonly facts: Readonly<Record<string, number>>;
  readonly profiled: boolean;
  readonly inTurn: <T>(body: () => Promise<T>) => Promise<T>;
}

class CpuProgram implements Program {
  readonly specs: ProgramSpecs;
  readonly facts: Readonly<Record<string, number>>;
  readonly #parts: CpuProgramParts;
  readonly #ports: ReadonlySet<string>;
  readonly #unshared = new Unshared();
  #disposed = false;

  constructor(parts: CpuProgramParts) {
    this.#parts = parts;
    this.specs = parts.specs;
    this.facts = parts.facts;
    this.#ports = new Set(parts.traced.graph.inputs.map(port => port.name));
  }

  async run(
    state: DeviceState | undefined,
    inputs: HostArrays,
    into: HostArrays = {},
  ): Promise<Record<string, HostArray>> {
    checkArrays(inputs, this.specs.inputs, this.#parts.label);
    checkSomeArrays(into, this.#parts.traced.outputs, this.#parts.label);
    return this.#parts.inTurn(() => this.#runNow(state, inputs, into));
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    if (this.#parts.profiled) this.#parts.session.endProfiling();
    void this.#parts.session.dispose();
  }

  async #runNow(
    state: DeviceState | undefined,
    inputs: HostArrays,
    into: HostArrays,
  ): Promise<Record<string, HostArray>> {
    const { label, session, traced } = this.#parts;
    if (this.#disposed) throw new Error(`internal: ${label}: the program was disposed`);
    const own = this.#ownState(state);
    const outputs: Record<string, HostArray> = {};
    const fetches: Record<string, RuntimeTensor> = {};
    for (const [name, spec] of Object.entries(traced.outputs)) {
      const array = into[name] ?? newArray(spec);
      outputs[name] = array;
      fetches[PORTS.output + name] = runtimeTensor(array, spec.shape);
    }
    for (const name of traced.changed) if (own) fetches[PORTS.newState + name] = own.next(name);
    await session.run(this.#feeds(own, inputs), fetches);
    own?.advance(traced.changed);
    return outputs;
  }

  #ownState(state: DeviceState | undefined): CpuState | undefined {
    if (state !== undefined && !(state instanceof CpuState))
      throw new Error(`internal: ${this.#parts.label}: the state belongs to another device`);
    checkSpecsHold(state?.specs ?? {}, this.specs.state, this.#parts.label);
    return state;
  }

  /** Only ports that the graph kept: what no output needs is not an input of it. */
  #feeds(state: CpuState | undefined, inputs: HostArrays): Record<string, RuntimeTensor> {
    const feeds: Record<string, RuntimeTensor> = {};
    for (const name of Object.keys(this.specs.state)) {
      const port = PORTS.state + name;
      if (state && this.#ports.has(port)) feeds[port] = state.current(name);
    }
    for (const [name, spec] of Object.entries(this.specs.inputs)) {
      const port = PORTS.input + name;
      const value = inputs[name];
      if (value && this.#ports.has(port))
        feeds[port] = runtimeTensor(this.#unshared.of(name, value), spec.shape);
    }
    return feeds;
  }
}
