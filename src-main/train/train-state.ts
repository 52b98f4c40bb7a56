import { Rng } from '../base/rng.js';
import type { PartedProgram } from '../compute/lanes/lane-group.js';
import { openLanes } from '../compute/lanes/open-lanes.js';
import type { Device, DeviceState } from '../compute/program.js';
import type { Optimizer } from '../model/optimizer.js';
import { initialParameters, parameterSpecs } from '../model/parameters.js';
import { packState, stateLayout, unpackState } from '../model/state-layout.js';
import { initialState, parametersOf, trainStep } from '../model/train-step.js';
import type { PhaseSetup } from './phase-setup.js';

/** The arrays of a training on a device, and the train step at each plan, built when first needed. */
export interface TrainState {
  readonly state: DeviceState;
  programFor(plan: number): Promise<PartedProgram>;
  /** Parameters and moments, on the host. */
  read(): Promise<Record<string, Float32Array>>;
  /** Parameters alone, by name without prefix. */
  readParameters(): Promise<Record<string, Float32Array>>;
  dispose(): Promise<void>;
}

/** Puts a phase's arrays on the device: those of a checkpoint, or fresh ones drawn from the seed. */
export async function openTrainState(
  device: Device,
  setup: PhaseSetup,
  optimizer: Optimizer,
  arrays: Readonly<Record<string, Float32Array>> | undefined,
): Promise<TrainState> {
  const { task, modelData, phase } = setup;
  const { model } = task.config;
  const rng = Rng.derive(task.seed, phase, 'parameters');
  const layout = stateLayout(parameterSpecs(model, modelData), optimizer, task.lanes);
  const values = arrays ?? initialState(initialParameters(model, modelData, rng));
  const lanes = openLanes(device, task.lanes);
  const state = await lanes.createState(layout.specs, packState(layout, values), layout.parted);
  const programs = new Map<number, PartedProgram>();
  const read = async () =>
    unpackState(layout, (await state.read()) as Record<string, Float32Array>);
  return {
    state,
    async programFor(index) {
      const known = programs.get(index);
      if (known) return known;
      const plan = task.plans[index];
      if (!plan) throw new Error(`internal: no plan ${index}`);
      const step = trainStep(model, modelData, plan, optimizer);
      const program = await lanes.compile(step.fn, step.specs, `train${index}`);
      programs.set(index, program);
      return program;
    },
    read,
    async readParameters() {
      return parametersOf(await read());
    },
    async dispose() {
      for (const program of programs.values()) program.dispose();
      programs.clear();
      state.dispose();
      await lanes.dispose();
    },
  };
}
