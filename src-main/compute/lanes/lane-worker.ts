/**
 * The thread of one lane: keeps its own copy of states and programs, and runs them on its part of the
 * inputs. Answers every request in turn.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { CpuState } from '../cpu-state.js';
import type { HostArray } from '../program.js';
import { Barrier, LaneLostError } from './barrier.js';
import type { LaneAnswer, LaneData, LaneRequest } from './lane-messages.js';
import { LaneProgram } from './lane-program.js';

const port = parentPort;
if (!port) throw new Error('internal: lane-worker is a thread of the compute process');
const data = workerData as LaneData;
const barrier = new Barrier(data.barrier, data.lanes);
const states = new Map<number, CpuState>();
const programs = new Map<number, LaneProgram>();

let last: Promise<void> = Promise.resolve();
port.on('message', (request: LaneRequest) => {
  last = last.then(() => answer(request));
});

async function answer(request: LaneRequest): Promise<void> {
  let result: LaneAnswer;
  try {
    result = { values: await perform(request) };
  } catch (error) {
    barrier.break();
    const message = error instanceof Error ? error.message : String(error);
    result = { error: message, lost: error instanceof LaneLostError };
  }
  port?.postMessage(result);
  if (request.kind === 'close') port?.close();
}

async function perform(request: LaneRequest): Promise<Record<string, HostArray> | undefined> {
  switch (request.kind) {
    case 'state':
      states.set(request.id, new CpuState(request.specs, request.values));
      return undefined;
    case 'read':
      return found(states, request.state).read(request.names);
    case 'write':
      await found(states, request.state).write(request.values);
      return undefined;
    case 'dropState':
      states.get(request.state)?.dispose();
      states.delete(request.state);
      return undefined;
    case 'program': {
      programs.set(request.id, await LaneProgram.open(request.program, data, barrier));
      return undefined;
    }
    case 'run': {
      const state = request.state === undefined ? undefined : found(states, request.state);
      const outputs = await found(programs, request.program).run(state, request.inputs);
      return data.lane === 0 ? outputs : undefined;
    }
    case 'dropProgram':
      await programs.get(request.program)?.dispose();
      programs.delete(request.program);
      return undefined;
    case 'close':
      for (const program of programs.values()) await program.dispose();
      programs.clear();
      states.clear();
      return undefined;
  }
}

function found<Value>(values: ReadonlyMap<number, Value>, id: number): Value {
  const value = values.get(id);
  if (value === undefined) throw new Error(`internal: the lane has no ${id}`);
  return value;
}
