import type { CpuState } from '../cpu-state.js';
import type { OnnxPort } from '../onnx/model-writer.js';
import { openSession, type RuntimeTensor, runtimeTensor, type Session } from '../onnxruntime.js';
import { PORTS } from '../ports.js';
import type { HostArray, HostArrays, TensorSpecs } from '../program.js';
import { newArray } from '../program.js';
import { Unshared } from '../unshared.js';
import type { Barrier } from './barrier.js';
import { exchange } from './exchange.js';
import type { LaneData, LaneStage, LaneStages } from './lane-messages.js';

interface OpenStage extends LaneStage {
  readonly session: Session | undefined;
}

/** A program within one lane: its stages, and what they hand to each other and to the other lanes. */
export class LaneProgram {
  readonly #stages: readonly OpenStage[];
  readonly #data: LaneData;
  readonly #barrier: Barrier;
  readonly #changed: readonly string[];
  readonly #outputs: TensorSpecs;
  /** Values that stages and collectives compute, by name; made once. */
  readonly #values = new Map<string, RuntimeTensor>();
  readonly #unshared = new Unshared();

  private constructor(
    stages: readonly OpenStage[],
    data: LaneData,
    barrier: Barrier,
    changed: readonly string[],
    outputs: TensorSpecs,
  ) {
    this.#stages = stages;
    this.#data = data;
    this.#barrier = barrier;
    this.#changed = changed;
    this.#outputs = outputs;
    for (const stage of stages)
      for (const port of [...stage.outputs, ...(stage.collective?.outputs ?? [])])
        if (!port.name.startsWith(PORTS.newState)) this.#values.set(port.name, emptyTensor(port));
  }

  static async open(
    { stages, arena, changed, outputs }: LaneStages,
    data: LaneData,
    barrier: Barrier,
  ): Promise<LaneProgram> {
    const open: OpenStage[] = [];
    for (const stage of stages) {
      const session =
        stage.model.length === 0
          ? undefined
          : await openSession(stage.model, { threads: data.threads, spinning: false, arena });
      open.push({ ...stage, session });
    }
    return new LaneProgram(open, data, barrier, changed, outputs);
  }

  /** Runs the lane's part; the state advances. Meets the other lanes on the way. */
  async run(state: CpuState | undefined, inputs: HostArrays): Promise<Record<string, HostArray>> {
    for (const { session, inputs: ports, outputs, collective, memory } of this.#stages) {
      if (session) {
        const feeds = named(ports, port => this.#feed(port, state, inputs));
        await session.run(
          feeds,
          named(outputs, port => this.#fetch(port, state)),
        );
      }
      if (!collective || !memory) continue;
      const floats = (given: readonly OnnxPort[]) =>
        given.map(port => this.#fetch(port, state).data as Float32Array);
      const { lane, lanes } = this.#data;
      exchange(
        collective,
        memory,
        this.#barrier,
        lane,
        lanes,
        floats(collective.inputs),
        floats(collective.outputs),
      );
    }
    state?.advance(this.#changed);
    return Object.fromEntries(
      Object.keys(this.#outputs).map(name => {
        const { data } = this.#value(PORTS.output + name);
        return [name, (data as HostArray).slice()];
      }),
    );
  }

  async dispose(): Promise<void> {
    for (const { session } of this.#stages) await session?.dispose();
    this.#values.clear();
  }

  #feed(port: OnnxPort, state: CpuState | undefined, inputs: HostArrays): RuntimeTensor {
    const { name, shape } = port;
    if (name.startsWith(PORTS.state) && state) return state.current(name.slice(PORTS.state.length));
    const input = name.startsWith(PORTS.input) ? inputs[name.slice(PORTS.input.length)] : undefined;
    return input ? runtimeTensor(this.#unshared.of(name, input), shape) : this.#value(name);
  }

  #fetch({ name }: OnnxPort, state: CpuState | undefined): RuntimeTensor {
    return name.startsWith(PORTS.newState) && state
      ? state.next(name.slice(PORTS.newState.length))
      : this.#value(name);
  }

  #value(name: string): RuntimeTensor {
    const value = this.#values.get(name);
    if (!value) throw new Error(`internal: no value ${name}`);
    return value;
  }
}

function named(
  ports: readonly OnnxPort[],
  tensor: (port: OnnxPort) => RuntimeTensor,
): Record<string, RuntimeTensor> {
  return Object.fromEntries(ports.map(port => [port.name, tensor(port)]));
}

function emptyTensor({ name, shape, dtype }: OnnxPort): RuntimeTensor {
  if (dtype !== 'float32' && dtype !== 'int32')
    throw new Error(`internal: ${name} of type ${dtype} cannot leave its stage`);
  return runtimeTensor(newArray({ shape, dtype }), shape);
}
