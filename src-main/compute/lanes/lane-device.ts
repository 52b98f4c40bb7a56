import { performance } from 'node:perf_hooks';
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

  async createState(specs: TensorSpecs, values: HostArrays): Promise<DeviceState> {
    checkArrays(values, specs, 'state');
    const id = this.#ids++;
    await this.#inTurn(() =>
      this.#askAll(thread => thread.ask({ kind: 'state', id, specs, values })),
    );
    return {
      specs,
      read: async () =>
        (await this.#inTurn(() => this.#first.ask({ kind: 'read', state: id }))) ?? {},
      write: async given => {
        checkSomeArrays(given, specs, 'state');
        await this.#inTurn(() =>
          this.#askAll(thread => thread.ask({ kind: 'write', state: id, values: given })),
        );
      },
      dispose: () => this.#drop({ kind: 'dropState', state: id }),
      ...{ id },
    } as LaneState;
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
    await this.#inTurn(() =>
      this.#askAll(thread => thread.ask({ kind: 'program', id, stages, changed, outputs })),
    );
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

  get #first(): LaneThread {
    const [first] = this.#threads;
    if (!first) throw new Error('internal: a device without lanes');
    return first;
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

interface LaneState extends DeviceState {
  readonly id: number;
}
