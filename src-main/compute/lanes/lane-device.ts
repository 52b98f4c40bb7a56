import { performance } from 'node:perf_hooks';
import { keepsArena } from '../arena.js';
import { checkArrays, checkSomeArrays, checkSpecsHold } from '../check-arrays.js';
import { writeOnnxModel } from '../onnx/model-writer.js';
import type {
  DeviceState,
  HostArray,
  HostArrays,
  ProgramFunction,
  ProgramSpecs,
  TensorSpecs,
} from '../program.js';
import { traceProgram } from '../trace/trace.js';
import { barrierMemory } from './barrier.js';
import { exchangeMemory } from './exchange.js';
import type { LaneGroup, PartedProgram } from './lane-group.js';
import type { LaneStage } from './lane-messages.js';
import { LaneLost, LaneThread } from './lane-thread.js';
import { cutIntoStages, type Stage } from './stages.js';

/**
 * Data-parallel lanes on one machine: `lanes` threads run the same traced program on parts of a batch, each
 * with its own copy of the state, and meet in the program's collectives. Where an operation alone is too
 * small to be shared among threads, whole passes are not.
 */
export class LaneDevice implements LaneGroup {
  readonly lanes: number;
  readonly #threads: readonly LaneThread[];
  #ids = 0;
  /** Runs take turns: two at once would meet each other in the barrier. */
  #last: Promise<unknown> = Promise.resolve();

  /** `threads` of all lanes together. */
  constructor(lanes: number, threads: number) {
    this.lanes = lanes;
    const barrier = barrierMemory();
    const each = Math.max(1, Math.floor(threads / lanes));
    this.#threads = Array.from(
      { length: lanes },
      (_, lane) => new LaneThread({ lane, lanes, threads: each, barrier }),
    );
  }

  async createState(
    specs: TensorSpecs,
    values: HostArrays,
    parted: readonly string[] = [],
  ): Promise<DeviceState> {
    const id = this.#ids++;
    const whole = mapEntries(specs, (name, spec) =>
      parted.includes(name) ? { ...spec, shape: timesLanes(spec.shape, this.lanes) } : spec,
    );
    const partOf = (given: HostArrays, lane: number) =>
      mapEntries(given, (name, array) => {
        if (!parted.includes(name)) return array;
        const size = array.length / this.lanes;
        return array.slice(lane * size, (lane + 1) * size);
      });
    checkArrays(values, whole, 'state');
    await this.#inTurn(() =>
      this.#askAll((thread, lane) =>
        thread.ask({ kind: 'state', id, specs, values: partOf(values, lane) }),
      ),
    );
    const state: LaneState = {
      id,
      specs,
      read: () => this.#inTurn(() => this.#read(id, parted)),
      write: async given => {
        checkSomeArrays(given, whole, 'state');
        await this.#inTurn(() =>
          this.#askAll((thread, lane) =>
            thread.ask({ kind: 'write', state: id, values: partOf(given, lane) }),
          ),
        );
      },
      dispose: () => this.#drop({ kind: 'dropState', state: id }),
    };
    return state;
  }

  async compile(
    fn: ProgramFunction,
    specs: ProgramSpecs,
    label = 'program',
  ): Promise<PartedProgram> {
    const started = performance.now();
    const { graph, types, changed, outputs } = traceProgram(fn, specs, label);
    const stages = cutIntoStages(graph, types).map(stage => this.#laneStage(stage));
    const tracedAt = performance.now();
    const id = this.#ids++;
    const program = { stages, arena: keepsArena(types), changed, outputs };
    await this.#inTurn(() => this.#askAll(thread => thread.ask({ kind: 'program', id, program })));
    return {
      specs,
      facts: {
        nodes: graph.nodes.length,
        stages: stages.length,
        modelBytes: stages.reduce((sum, { model }) => sum + model.length, 0),
        traceMs: tracedAt - started,
        buildMs: performance.now() - tracedAt,
      },
      run: async (state, parts, common = {}) => {
        if (parts.length !== this.lanes)
          throw new Error(`internal: ${label}: ${parts.length} parts for ${this.lanes} lanes`);
        const inputs = parts.map(part => ({ ...part, ...common }));
        for (const each of inputs) checkArrays(each, specs.inputs, label);
        checkSpecsHold(state?.specs ?? {}, specs.state, label);
        const stateId = state && (state as LaneState).id;
        return this.#inTurn(() => this.#run(id, stateId, inputs, parts.map(buffersOf)));
      },
      dispose: () => this.#drop({ kind: 'dropProgram', program: id }),
    };
  }

  async dispose(): Promise<void> {
    await this.#last;
    await Promise.all(this.#threads.map(thread => thread.close()));
  }

  async #read(state: number, parted: readonly string[]): Promise<Record<string, HostArray>> {
    const [first, ...others] = await this.#askAll((thread, lane) =>
      thread.ask({ kind: 'read', state, ...(lane === 0 ? {} : { names: parted }) }),
    );
    return mapEntries(first ?? {}, (name, array) =>
      parted.includes(name) ? joined([array, ...others.map(each => each?.[name] ?? array)]) : array,
    );
  }

  async #run(
    program: number,
    state: number | undefined,
    inputs: readonly HostArrays[],
    give: readonly ArrayBuffer[][],
  ): Promise<Record<string, HostArray>> {
    const [outputs] = await this.#askAll((thread, lane) =>
      thread.ask({ kind: 'run', program, state, inputs: inputs[lane] ?? {} }, give[lane]),
    );
    return outputs ?? {};
  }

  /** Asks all lanes at once. Of several failures the one that is a lane's own is thrown. */
  async #askAll<Answer>(
    ask: (thread: LaneThread, lane: number) => Promise<Answer>,
  ): Promise<Answer[]> {
    const settled = await Promise.allSettled(this.#threads.map(ask));
    const reasons = settled.flatMap(each => (each.status === 'rejected' ? [each.reason] : []));
    if (reasons.length > 0)
      throw reasons.find(reason => !(reason instanceof LaneLost)) ?? reasons[0];
    return settled.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []));
  }

  #drop(request: Parameters<LaneThread['ask']>[0]): void {
    // Lanes that have ended hold nothing.
    void this.#inTurn(() => this.#askAll(thread => thread.ask(request))).catch(() => undefined);
  }

  #laneStage({ graph, collective }: Stage): LaneStage {
    return {
      model: graph.nodes.length === 0 ? new Uint8Array() : writeOnnxModel(graph),
      inputs: graph.inputs,
      outputs: graph.outputs,
      collective,
      memory: collective && exchangeMemory(collective, this.lanes),
    };
  }

  #inTurn<T>(body: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(body);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** What can be handed over; shared memory stays where it is. */
function buffersOf(part: HostArrays): ArrayBuffer[] {
  return Object.values(part).flatMap(({ buffer }) =>
    buffer instanceof ArrayBuffer ? [buffer] : [],
  );
}

function mapEntries<From, To>(
  given: Readonly<Record<string, From>>,
  change: (name: string, value: From) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, change(name, value)]),
  );
}

function timesLanes([first = 1, ...others]: readonly number[], lanes: number): number[] {
  return [first * lanes, ...others];
}

function joined(parts: readonly HostArray[]): HostArray {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = parts[0] instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
  let first = 0;
  for (const part of parts) {
    whole.set(part, first);
    first += part.length;
  }
  return whole;
}

interface LaneState extends DeviceState {
  readonly id: number;
}
